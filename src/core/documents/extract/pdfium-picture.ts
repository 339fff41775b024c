/** A page as a picture. */
import type { PdfiumExports } from './pdfium-engine.ts'

/** A page as it is shown, its rotation applied. */
export interface PagePicture {
  /** Of the page, in points, as rectangles on it are measured. */
  readonly width: number
  readonly height: number
  readonly png: Uint8Array
}

const WHITE = 0xffffffff
/** FPDF_ANNOT, so that filled-in forms are seen, and FPDF_REVERSE_BYTE_ORDER, the order of the bytes that the encoder takes. */
const RENDER_FLAGS = 0x01 | 0x10
/** Of zlib: the others take three to six times as long for the same size. */
const FASTEST = 1
const POINTER_BYTES = 4
/** Pages of drawings can be a thousand times as high as wide. */
const MAX_PIXELS_HIGH = 4_000

/** The page of this 0-based index, `pixels` wide; undefined for one that pdfium cannot open or that has no area. */
export function drawPage(
  pdfium: PdfiumExports,
  document: number,
  index: number,
  pixels: number,
): PagePicture | undefined {
  const page = pdfium.FPDF_LoadPage(document, index)
  if (page === 0) return undefined
  const [width, height] = [pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)]
  const rows = Math.round((pixels * height) / width)
  const bitmap = rows > 0 && rows <= MAX_PIXELS_HIGH ? pdfium.FPDFBitmap_Create(pixels, rows, 0) : 0
  if (bitmap === 0) {
    pdfium.FPDF_ClosePage(page)
    return undefined
  }
  pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, pixels, rows, WHITE)
  pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, pixels, rows, 0, RENDER_FLAGS)
  const png = encode(pdfium, bitmap, pixels, rows)
  pdfium.FPDFBitmap_Destroy(bitmap)
  pdfium.FPDF_ClosePage(page)
  return { width, height, png }
}

function encode(pdfium: PdfiumExports, bitmap: number, columns: number, rows: number): Uint8Array {
  const [pixels, stride] = [pdfium.FPDFBitmap_GetBuffer(bitmap), pdfium.FPDFBitmap_GetStride(bitmap)]
  const place = pdfium.malloc(POINTER_BYTES)
  const bytes = pdfium.EPDF_PNG_EncodeRGBA(pixels, columns, rows, stride, FASTEST, place)
  const [start = 0] = new Uint32Array(pdfium.memory.buffer, place, 1)
  const png = new Uint8Array(pdfium.memory.buffer, start, bytes).slice()
  pdfium.free(start)
  pdfium.free(place)
  return png
}

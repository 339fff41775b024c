/** A document as pdfium has it open. */
import type { PdfiumExports } from './pdfium-engine.ts'
import { PdfiumPage } from './pdfium-page.ts'
import { drawPage, type PagePicture } from './pdfium-picture.ts'

/** Longer titles are no titles. */
const TITLE_BYTES = 4_096

/** A document in pdfium's memory until it is closed. */
export class PdfiumDocument {
  readonly #pdfium: PdfiumExports
  readonly #bytes: number
  readonly #handle: number

  private constructor(pdfium: PdfiumExports, bytes: number, handle: number) {
    this.#pdfium = pdfium
    this.#bytes = bytes
    this.#handle = handle
  }

  /** The document, or undefined when pdfium cannot open it or had to guess where its parts are. */
  static open(pdfium: PdfiumExports, data: Uint8Array, password: string | null): PdfiumDocument | undefined {
    const bytes = copyIn(pdfium, data)
    const secret = copyIn(pdfium, new TextEncoder().encode(`${password ?? ''}\0`))
    const handle = pdfium.FPDF_LoadMemDocument(bytes, data.length, secret)
    pdfium.free(secret)
    const document = new PdfiumDocument(pdfium, bytes, handle)
    if (handle !== 0 && pdfium.FPDF_DocumentHasValidCrossReferenceTable(handle) !== 0) return document
    document.close()
    return undefined
  }

  get pageCount(): number {
    return this.#pdfium.FPDF_GetPageCount(this.#handle)
  }

  /** From the PDF's metadata; empty when it has none. */
  get title(): string {
    const tag = copyIn(this.#pdfium, new TextEncoder().encode('Title\0'))
    const buffer = this.#pdfium.malloc(TITLE_BYTES)
    const written = this.#pdfium.FPDF_GetMetaText(this.#handle, tag, buffer, TITLE_BYTES)
    const units = new Uint16Array(this.#pdfium.memory.buffer, buffer, TITLE_BYTES / 2)
    const title = written > TITLE_BYTES ? '' : textOf(units.subarray(0, Math.max(0, written / 2 - 1)))
    this.#pdfium.free(buffer)
    this.#pdfium.free(tag)
    return title
  }

  /** The page of this 1-based number, to be closed by the caller, or undefined when pdfium cannot read it. */
  openPage(number: number): PdfiumPage | undefined {
    return PdfiumPage.open(this.#pdfium, this.#handle, number - 1)
  }

  /** The page of this 1-based number as it is shown, `pixels` wide, or undefined when pdfium cannot draw it. */
  draw(number: number, pixels: number): PagePicture | undefined {
    return drawPage(this.#pdfium, this.#handle, number - 1, pixels)
  }

  close(): void {
    if (this.#handle !== 0) this.#pdfium.FPDF_CloseDocument(this.#handle)
    this.#pdfium.free(this.#bytes)
  }
}

function copyIn(pdfium: PdfiumExports, data: Uint8Array): number {
  const pointer = pdfium.malloc(data.length)
  new Uint8Array(pdfium.memory.buffer, pointer, data.length).set(data)
  return pointer
}

function textOf(units: Uint16Array): string {
  return String.fromCharCode(...units)
}

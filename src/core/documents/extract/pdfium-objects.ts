/** The drawing instructions of a page that show text, which pdfium calls text objects. */
import type { PdfiumExports } from './pdfium-engine.ts'
import type { Point } from './viewport.ts'

/** Kinds of page object: FPDF_PAGEOBJ_TEXT and FPDF_PAGEOBJ_FORM of pdfium's fpdf_edit.h. */
const TEXT = 1
const FORM = 5
/** Forms may hold forms; deeper than this nobody nests them. */
const MAX_DEPTH = 12

/** The text objects of `page` in the order in which they are drawn, forms included. */
export function textObjectsOf(pdfium: PdfiumExports, page: number): number[] {
  const texts: number[] = []
  const visit = (object: number, depth: number) => {
    const type = pdfium.FPDFPageObj_GetType(object)
    if (type === TEXT) texts.push(object)
    if (type !== FORM || depth >= MAX_DEPTH) return
    const count = pdfium.FPDFFormObj_CountObjects(object)
    for (let index = 0; index < count; index += 1)
      visit(pdfium.FPDFFormObj_GetObject(object, index), depth + 1)
  }
  const count = pdfium.FPDFPage_CountObjects(page)
  for (let index = 0; index < count; index += 1) visit(pdfium.FPDFPage_GetObject(page, index), 0)
  return texts
}

/** pdfium compares a text with this many before it (CPDF_TextPage::IsSameAsPreTextObject). */
const REACH = 5
/** Letters with less ink than this, in points, are spaces. */
const NO_INK = 0.01
/** Boxes that differ by less than this share of their larger side hold the same letters. */
const ALIKE = 0.02

/** A text that shows the letters of another one: the same box, `shift` further on in PDF space. */
export interface Twin {
  readonly original: number
  readonly shift: Point
}

/**
 * What `texts[index]`, which pdfium leaves out, shows. pdfium takes a text that looks like one just before it for faked bold, and is
 * wrong about the second f of an italic "ff", which overlaps the first. Null for a text without ink, undefined when it is no twin
 * of a text before it. `scratch` has room for four floats.
 */
export function leftOut(
  pdfium: PdfiumExports,
  texts: readonly number[],
  index: number,
  scratch: number,
): Twin | null | undefined {
  const boxOf = (text = 0) => {
    pdfium.FPDFPageObj_GetBounds(text, scratch, scratch + 4, scratch + 8, scratch + 12)
    const [x = 0, y = 0, right = 0, top = 0] = new Float32Array(pdfium.memory.buffer, scratch, 4)
    return { x, y, width: right - x, height: top - y }
  }
  const box = boxOf(texts[index])
  if (box.width < NO_INK || box.height < NO_INK) return null
  const tolerance = ALIKE * Math.max(box.width, box.height)
  for (let before = index - 1; before >= Math.max(0, index - REACH); before -= 1) {
    const other = boxOf(texts[before])
    const isAlike =
      Math.abs(other.width - box.width) < tolerance && Math.abs(other.height - box.height) < tolerance
    if (isAlike) return { original: texts[before] ?? 0, shift: { x: box.x - other.x, y: box.y - other.y } }
  }
  return undefined
}

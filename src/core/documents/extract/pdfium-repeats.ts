/** Finds what pdfium leaves out of a page's text. */
import type { OpenPage, Pdfium } from './pdfium.ts'
import { type Matrix, shifted, type TextRun, transform } from './text-run.ts'

/** Characters of the page, by their numbers. */
export interface CharacterSpan {
  readonly first: number
  readonly last: number
}

/** FPDF_PAGEOBJ_TEXT in fpdf_edit.h. */
const TEXT_OBJECT = 1

/**
 * The runs of what pdfium takes for a text drawn twice to look bold: objects that look like the one before. Where letters are drawn one by
 * one, so are the second letters of “effect” and “all”. Real repeats are dropped later, by where they stand.
 */
export function leftOut(
  { pdfium, page }: OpenPage,
  spans: ReadonlyMap<number, CharacterSpan>,
  [a = 1, b = 0, c = 0, d = 1]: Matrix,
  runOf: (span: CharacterSpan) => TextRun | undefined,
): TextRun[] {
  const { functions } = pdfium
  const found: TextRun[] = []
  let original = 0
  const count = functions._FPDFPage_CountObjects(page)
  for (let index = 0; index < count; index += 1) {
    const object = functions._FPDFPage_GetObject(page, index)
    const span = spans.get(original)
    if (spans.has(object)) original = object
    else if (span && functions._FPDFPageObj_GetType(object) === TEXT_OBJECT) {
      const shift = shiftBetween(pdfium, original, object)
      const run = shift && runOf(span)
      if (run) found.push(shifted(run, transform([a, b, c, d, 0, 0], [1, 0, 0, 1, ...shift])))
    }
  }
  return found
}

/** How far the second object lies from the first, in PDF space, when both look alike; undefined when they do not. */
function shiftBetween(pdfium: Pdfium, first: number, second: number): [number, number] | undefined {
  const [one, other] = [boundsOf(pdfium, first), boundsOf(pdfium, second)]
  if (!one || !other || one.width <= 0) return undefined
  const tolerance = 0.02 * Math.max(one.width, one.height)
  const isAlike =
    Math.abs(one.width - other.width) < tolerance && Math.abs(one.height - other.height) < tolerance
  return isAlike ? [other.left - one.left, other.bottom - one.bottom] : undefined
}

function boundsOf(pdfium: Pdfium, object: number) {
  const { functions, scratch } = pdfium
  if (!functions._FPDFPageObj_GetBounds(object, scratch, scratch + 4, scratch + 8, scratch + 12)) {
    return undefined
  }
  const [left = 0, bottom = 0, right = 0, top = 0] = pdfium.floats()
  return { left, bottom, width: right - left, height: top - bottom }
}

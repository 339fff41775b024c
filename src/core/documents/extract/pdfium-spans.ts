/** Which of a page's characters are drawn together, and in which order. */
import type { PdfiumPage } from './pdfium-page.ts'
import type { Point } from './viewport.ts'

/** The characters `from` to, but for, `to`, which one drawing instruction shows. */
export interface Span {
  readonly object: number
  readonly from: number
  to: number
  /** Further on by this, in PDF space, than pdfium says that the characters stand. */
  readonly shift: Point
}

const NO_SHIFT: Point = { x: 0, y: 0 }

/**
 * The spans of `page` in the order in which they are drawn; pdfium has those of a line from left to right. What it takes for a
 * repetition and leaves out is among them, as the characters that it repeats; undefined when those, or the
 * instructions of some characters, cannot be found.
 */
export function spansOf(page: PdfiumPage): Span[] | undefined {
  const spans = groupByObject(page)
  const ordered: Span[] = []
  let found = 0
  const texts = page.textObjects()
  for (let index = 0; index < texts.length; index += 1) {
    const known = spans.get(texts[index] ?? 0)
    if (known) {
      found += 1
      for (const span of known) ordered.push(span)
      continue
    }
    const twin = page.leftOut(texts, index)
    const originals = twin && spans.get(twin.original)
    if (twin === undefined || (twin && !originals)) return undefined
    for (const span of originals ?? []) ordered.push({ ...span, shift: twin?.shift ?? NO_SHIFT })
  }
  return found === spans.size ? ordered : undefined
}

function groupByObject(page: PdfiumPage): Map<number, Span[]> {
  const spans = new Map<number, Span[]>()
  let last: Span | undefined
  for (let index = 0; index < page.length; index += 1) {
    const object = page.objectOf(index)
    // The spaces and line breaks that pdfium puts between characters belong to no instruction.
    if (object === 0) last = undefined
    else if (last && last.object === object) last.to = index + 1
    else {
      last = { object, from: index, to: index + 1, shift: NO_SHIFT }
      const others = spans.get(object)
      if (others) others.push(last)
      else spans.set(object, [last])
    }
  }
  return spans
}

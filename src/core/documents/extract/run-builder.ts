/** Puts letters together to runs: what stands on one line without a wide gap, in one font and size. */
import { normalizeCharacters } from './normalize.ts'
import type { Style } from './pdfium-style.ts'
import { heightOf, type TextRun } from './text-run.ts'

/** Gaps between letters, in ems, and what they mean; pdf.js's figures, so that either engine cuts a line the same way. */
const GAP = {
  /** Letters that overlap further than this do not follow each other. */
  overlap: -0.2,
  /** The next letter took a space character back when no more than this is left of it. */
  noSpace: 0.03,
  /** A wider gap is a space even without a space character. */
  space: 0.102,
  /** A wider gap ends the run. */
  wide: 0.6,
} as const
/** Steps across the line, in ems: beyond the first lie superscripts, which are runs of their own, beyond the last other lines. */
const STEP = { script: 0.25, overlappingLine: 0.5, line: 1 } as const
/** Sizes that differ by less than this share are one: leaning text is scaled anew for every word. */
const SAME_SIZE = 0.02

/** Where a letter stands in the frame of its style's angle, in points. */
export interface Place {
  readonly along: number
  readonly across: number
  /** How far it moves the pen. */
  readonly advance: number
}

export class RunBuilder {
  readonly #runs: TextRun[] = []
  #style: Style | undefined
  #text = ''
  #left = 0
  #baseline = 0
  #spaceBefore = false
  /** Where the last letter ended. */
  #right = 0
  #across = 0
  /** What came since the last letter: a space character, one without a width, one in another style. */
  #hasSpace = false
  #hasFlatSpace = false
  #hasOtherStyle = false

  /** A letter that follows the last one, or not: where it stands tells. */
  letter(letter: string, { along, across, advance }: Place, style: Style): void {
    const last = this.#style
    if (last === undefined || last.angle !== style.angle) this.#begin(along, across, style, false)
    else {
      const gap = (along - this.#right) / last.size
      const step = Math.abs(across - this.#across) / last.size
      const isOtherLine = step > (gap < GAP.overlap ? STEP.overlappingLine : STEP.line)
      const isSpaced = gap > GAP.space || this.#hasFlatSpace || (this.#hasSpace && gap > GAP.noSpace)
      const isOtherRun =
        gap > GAP.wide || step > STEP.script || this.#hasOtherStyle || !looksAlike(last, style)
      if (isOtherLine || gap < GAP.overlap) this.#begin(along, across, style, false)
      else if (isOtherRun) this.#begin(along, across, style, isSpaced)
      else if (isSpaced) this.#text += ' '
    }
    this.#text += letter
    this.#right = along + advance
    this.#across = across
    this.#hasSpace = false
    this.#hasFlatSpace = false
    this.#hasOtherStyle = false
  }

  /** A letter drawn in one with the last, which together reach to `right`. */
  part(letter: string, right: number): void {
    this.#text += letter
    this.#right = Math.max(this.#right, right)
  }

  /** A space character; `isFlat` when its font gives it no width, so that no gap tells of it. */
  space(style: Style, isFlat: boolean): void {
    this.#hasSpace = true
    this.#hasFlatSpace ||= isFlat
    this.#hasOtherStyle ||= this.#style !== undefined && !looksAlike(this.#style, style)
  }

  /** All runs, in the order in which they began. */
  finish(): TextRun[] {
    this.#end()
    return this.#runs
  }

  #begin(along: number, across: number, style: Style, spaceBefore: boolean): void {
    this.#end()
    this.#style = style
    this.#left = along
    this.#baseline = across
    this.#spaceBefore = spaceBefore
  }

  #end(): void {
    const style = this.#style
    const text = normalizeCharacters(this.#text).trim()
    this.#text = ''
    const isPlaced = [this.#left, this.#right, this.#baseline].every(Number.isFinite)
    if (style === undefined || text === '' || !isPlaced) return
    this.#runs.push({
      text,
      left: this.#left,
      right: this.#right,
      baseline: this.#baseline,
      size: style.size,
      ...heightOf(this.#baseline, style.size, style.font),
      angle: style.angle,
      font: style.font.name,
      bold: style.bold,
      spaceBefore: this.#spaceBefore,
      spaceAfter: false,
    })
  }
}

function looksAlike(a: Style, b: Style): boolean {
  return (
    a === b || (a.font === b.font && a.angle === b.angle && Math.abs(a.size - b.size) <= SAME_SIZE * a.size)
  )
}

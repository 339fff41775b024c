/** How a character of pdfium's is set: its size, its angle and its font, and where that puts its ends. */
import { isBoldName } from './font-weights.ts'
import type { PdfiumFont, PdfiumPage } from './pdfium-page.ts'
import { angleOf, direction, type Matrix, multiply } from './text-run.ts'
import type { SheetBox, Viewport } from './viewport.ts'

/** What the characters of one drawing instruction, and mostly of many, have in common. */
export interface Style {
  /** From ems times the font's size to PDF space; without where the text stands. */
  readonly matrix: Matrix
  readonly fontSize: number
  readonly font: PdfiumFont
  readonly bold: boolean
  /** Font size on the page, in points. */
  readonly size: number
  /** Length of an em along the text, in points. */
  readonly em: number
  /** As in TextRun. */
  readonly angle: number
  /** From PDF space to the frame of `angle` on the page as shown: along the text first, then down across it. */
  readonly along: readonly [number, number, number]
  readonly across: readonly [number, number, number]
}

/** The style of the character at `index`, which `object` draws; `last` itself when that is the same. */
export function styleAt(
  page: PdfiumPage,
  viewport: Viewport,
  index: number,
  object: number,
  last: Style | undefined,
): Style {
  const [a = 1, b = 0, c = 0, d = 1] = page.matrixOf(index)
  const fontSize = page.sizeOf(index)
  const font = page.fontOf(object)
  if (last && last.fontSize === fontSize && last.font === font) {
    const [p, q, r, s] = last.matrix
    if (a === p && b === q && c === r && d === s) return last
  }
  const matrix = [a, b, c, d, 0, 0]
  const angle = angleOf(multiply(viewport.transform, matrix))
  const [cosine, sine] = direction(angle)
  const [k = 1, l = 0, m = 0, n = 1, e = 0, f = 0] = viewport.transform
  return {
    matrix,
    fontSize,
    font,
    bold: isBoldName(font.name),
    size: Math.abs(fontSize) * (Math.hypot(c, d) || Math.hypot(a, b)),
    em: Math.abs(fontSize) * Math.hypot(a, b),
    angle,
    along: [k * cosine + l * sine, m * cosine + n * sine, e * cosine + f * sine],
    across: [l * cosine - k * sine, n * cosine - m * sine, f * cosine - e * sine],
  }
}

/**
 * How wide the box is that pdfium puts around a character of `style`, in points: as its advance, but wider where its ink is.
 * The box stands upright on the sheet, around letters that may lean or be turned.
 */
export function widthOf({ left, top, right, bottom }: SheetBox, style: Style): number {
  const [a = 1, b = 0, c = 0, d = 1] = style.matrix
  const height = Math.abs((style.font.ascent - style.font.descent) * style.fontSize)
  const width =
    Math.abs(a) >= Math.abs(b)
      ? (right - left - Math.abs(c) * height) / Math.abs(a)
      : (top - bottom - Math.abs(d) * height) / Math.abs(b)
  return Math.max(0, width) * Math.hypot(a, b)
}

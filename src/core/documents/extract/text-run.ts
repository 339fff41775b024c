/** Places pdf.js's pieces of text on the page as shown, turned so that every piece reads along its own horizontal. */
import type { TextItem, TextStyle } from 'pdfjs-dist/types/src/display/api.d.ts'
import { normalizeCharacters } from './normalize.ts'

/** An affine transform [a b c d e f] as PDF writes it. */
export type Matrix = readonly number[]

/** A piece of text in the frame of its angle: `left` runs along the text, `baseline` down across it, both in points. */
export interface TextRun {
  readonly text: string
  readonly left: number
  readonly right: number
  readonly baseline: number
  /** Font size in points. */
  readonly size: number
  /** Top and bottom of the letters, about the font's ascent and descent. */
  readonly top: number
  readonly bottom: number
  /** Degrees clockwise, 0 for upright text. */
  readonly angle: number
  readonly font: string
  readonly bold: boolean
  /** True when white space stood before or after the run. */
  readonly spaceBefore: boolean
  readonly spaceAfter: boolean
}

/** Where letters end above and below the baseline when the font does not say, in ems. */
const ASCENT = 0.8
const DESCENT = -0.2

/**
 * The runs of a page in the order in which it draws them; `viewport` maps PDF space to the page as shown. Runs of white space
 * only leave a mark on their neighbours, since the gap between those says how wide it was.
 */
export function toRuns(
  items: readonly TextItem[],
  styles: Readonly<Record<string, TextStyle>>,
  viewport: Matrix,
  isBold: (font: string) => boolean,
): TextRun[] {
  const runs: TextRun[] = []
  let spaceBefore = false
  for (const item of items) {
    const normalized = normalizeCharacters(item.str)
    const text = normalized.trim()
    if (text === '') {
      if (normalized !== '') spaceBefore = true
      if (item.hasEOL) spaceBefore = false
      continue
    }
    const run = place(item, styles[item.fontName], transform(viewport, item.transform))
    if (run === undefined) continue
    runs.push({
      ...run,
      text,
      font: item.fontName,
      bold: isBold(item.fontName),
      spaceBefore: spaceBefore || normalized.startsWith(' '),
      spaceAfter: normalized.endsWith(' '),
    })
    spaceBefore = false
  }
  return runs
}

export type Placement = Pick<TextRun, 'left' | 'right' | 'baseline' | 'size' | 'top' | 'bottom' | 'angle'>

function place(item: TextItem, style: TextStyle | undefined, matrix: Matrix): Placement | undefined {
  const [a = 1, b = 0, c = 0, d = 1, x = 0, y = 0] = matrix
  if (!Number.isFinite(item.height)) return undefined
  if (!style?.vertical) return placeAt(matrix, item.width, style?.ascent, style?.descent)
  const size = Math.hypot(c, d) || Math.hypot(a, b)
  if (![size, x, y].every(Number.isFinite) || size === 0) return undefined
  // Each glyph of a vertical run hangs centred under its origin: it reads like a line turned by 90 degrees.
  const { along, across } = turn(x, y, 90)
  return {
    left: along,
    right: along + item.height,
    baseline: across + size * 0.3,
    size,
    top: across - size / 2,
    bottom: across + size / 2,
    angle: 90,
  }
}

/**
 * Where a run of `width` points stands whose glyphs `matrix` takes from ems to the page as shown; ascent and descent are in ems, as its
 * font has them. Undefined for what has no size or no place.
 */
export function placeAt(
  matrix: Matrix,
  width: number,
  fontAscent: number | undefined,
  fontDescent: number | undefined,
): Placement | undefined {
  const [a = 1, b = 0, c = 0, d = 1, x = 0, y = 0] = matrix
  const size = Math.hypot(c, d) || Math.hypot(a, b)
  if (![size, x, y, width].every(Number.isFinite) || size === 0) return undefined
  const degrees = Math.round((Math.atan2(b, a) * 180) / Math.PI)
  // Scanned text layers lean by a degree or two; they belong to the upright text.
  const snapped =
    Math.abs(degrees - Math.round(degrees / 90) * 90) <= 3 ? Math.round(degrees / 90) * 90 : degrees
  const angle = (snapped + 360) % 360
  const { along, across } = turn(x, y, angle)
  const ascent = usable(fontAscent, 0.5, 1) ?? ASCENT
  const descent = usable(fontDescent, -0.35, -0.1) ?? DESCENT
  return {
    left: along,
    right: along + width,
    baseline: across,
    size,
    top: across - ascent * size,
    bottom: across - descent * size,
    angle,
  }
}

/** The value if it lies within the bounds; fonts are free to lie about their metrics. */
function usable(value: number | undefined, low: number, high: number): number | undefined {
  return value !== undefined && value >= low && value <= high ? value : undefined
}

/** The point in the frame of text that is turned by `angle` degrees clockwise. */
function turn(x: number, y: number, angle: number): { along: number; across: number } {
  if (angle === 0) return { along: x, across: y }
  const [cosine, sine] = direction(angle)
  return { along: x * cosine + y * sine, across: y * cosine - x * sine }
}

/** The page rectangle around a box given in the frame of `angle`. */
export function toPageRectangle(
  box: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number },
  angle: number,
): { x: number; y: number; width: number; height: number } {
  const [cosine, sine] = direction(angle)
  const xs: number[] = []
  const ys: number[] = []
  for (const along of [box.left, box.right]) {
    for (const across of [box.top, box.bottom]) {
      xs.push(along * cosine - across * sine)
      ys.push(along * sine + across * cosine)
    }
  }
  const x = Math.min(...xs)
  const y = Math.min(...ys)
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y }
}

/** Cosine and sine, exact at right angles. */
function direction(angle: number): readonly [number, number] {
  if (angle % 90 !== 0) return [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)]
  const quarter = angle / 90
  return [[1, 0, -1, 0][quarter] ?? 1, [0, 1, 0, -1][quarter] ?? 0]
}

/** The same run elsewhere on the page as shown, by the shift of `matrix`. */
export function shifted(run: TextRun, [, , , , x = 0, y = 0]: Matrix): TextRun {
  const { along, across } = turn(x, y, run.angle)
  return {
    ...run,
    left: run.left + along,
    right: run.right + along,
    baseline: run.baseline + across,
    top: run.top + across,
    bottom: run.bottom + across,
  }
}

/** `inner`, then `outer`. */
export function transform(outer: Matrix, inner: Matrix): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = outer
  const [p = 1, q = 0, r = 0, s = 1, t = 0, u = 0] = inner
  return [a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f]
}

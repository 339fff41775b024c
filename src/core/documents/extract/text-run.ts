/** Pieces of text on the page as shown, turned so that every piece reads along its own horizontal. */

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

/** Top and bottom of letters of `size` on `baseline`; the font's ascent and descent are in ems. */
export function heightOf(
  baseline: number,
  size: number,
  font: { readonly ascent: number; readonly descent: number } | undefined,
): { top: number; bottom: number } {
  const ascent = usable(font?.ascent, 0.5, 1) ?? ASCENT
  const descent = usable(font?.descent, -0.35, -0.1) ?? DESCENT
  return { top: baseline - ascent * size, bottom: baseline - descent * size }
}

/** Whole degrees clockwise, 0 to 359, of text whose em runs along the first two numbers of `matrix` on the page as shown. */
export function angleOf(matrix: Matrix): number {
  const [a = 1, b = 0] = matrix
  const degrees = Math.round((Math.atan2(b, a) * 180) / Math.PI)
  // Scanned text layers lean by a degree or two; they belong to the upright text.
  const snapped =
    Math.abs(degrees - Math.round(degrees / 90) * 90) <= 3 ? Math.round(degrees / 90) * 90 : degrees
  return (snapped + 360) % 360
}

/** The value if it lies within the bounds; fonts are free to lie about their metrics. */
function usable(value: number | undefined, low: number, high: number): number | undefined {
  return value !== undefined && value >= low && value <= high ? value : undefined
}

/** The point in the frame of text that is turned by `angle` degrees clockwise. */
export function turn(x: number, y: number, angle: number): { along: number; across: number } {
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
  return {
    ...{ x: hundredths(x), y: hundredths(y) },
    ...{ width: hundredths(Math.max(...xs) - x), height: hundredths(Math.max(...ys) - y) },
  }
}

/** Nobody sees less than a hundredth of a point, and every digit more would be written and read with each line. */
const hundredths = (points: number): number => Math.round(points * 100) / 100

/** Cosine and sine, exact at right angles. */
export function direction(angle: number): readonly [number, number] {
  if (angle % 90 !== 0) return [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)]
  const quarter = angle / 90
  return [[1, 0, -1, 0][quarter] ?? 1, [0, 1, 0, -1][quarter] ?? 0]
}

export function multiply(outer: Matrix, inner: Matrix): Matrix {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = outer
  const [p = 1, q = 0, r = 0, s = 1, t = 0, u = 0] = inner
  return [a * p + c * q, b * p + d * q, a * r + c * s, b * r + d * s, a * t + c * u + e, b * t + d * u + f]
}

/** Makes runs of pdf.js's pieces of text. */
import type { TextItem, TextStyle } from 'pdfjs-dist/types/src/display/api.d.ts'
import { normalizeCharacters } from './normalize.ts'
import { angleOf, heightOf, type Matrix, multiply, type TextRun, turn } from './text-run.ts'

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
    const run = place(item, styles[item.fontName], multiply(viewport, item.transform))
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

type Placement = Pick<TextRun, 'left' | 'right' | 'baseline' | 'size' | 'top' | 'bottom' | 'angle'>

function place(item: TextItem, style: TextStyle | undefined, matrix: Matrix): Placement | undefined {
  const [a = 1, b = 0, c = 0, d = 1, x = 0, y = 0] = matrix
  const size = Math.hypot(c, d) || Math.hypot(a, b)
  if (![size, x, y, item.width, item.height].every(Number.isFinite) || size === 0) return undefined
  if (style?.vertical) {
    // Each glyph of a vertical run hangs centred under its origin: it reads like a line turned by 90 degrees.
    const { along, across } = turn(x, y, 90)
    const baseline = across + size * 0.3
    return {
      left: along,
      right: along + item.height,
      baseline,
      size,
      top: across - size / 2,
      bottom: across + size / 2,
      angle: 90,
    }
  }
  const angle = angleOf(matrix)
  const { along, across } = turn(x, y, angle)
  return {
    left: along,
    right: along + item.width,
    baseline: across,
    size,
    ...heightOf(across, size, style),
    angle,
  }
}

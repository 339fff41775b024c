/** The lines of a selection on a page, made of the many small boxes that the browser gives for it. */
import type { Rect } from '../../../contract/index.ts'

/** Boxes of one line further apart than this, in heights of the line, are of two columns. */
const WIDEST_GAP = 2
/** Higher than this, in heights of the others, is no line but what holds lines. */
const TALLEST = 2.5

/** From the top, page by page; each line once. */
export function linesOf(boxes: readonly Rect[]): Rect[] {
  const usable = boxes.filter(({ width, height }) => width > 0.5 && height > 0.5)
  const usual = median(usable.map(({ height }) => height))
  const lines: Rect[] = []
  const ordered = usable
    .filter(({ height }) => height <= usual * TALLEST)
    .sort((a, b) => a.page - b.page || a.y - b.y || a.x - b.x)
  for (const box of ordered) {
    const index = lines.findIndex((line) => isOfLine(line, box))
    const line = lines[index]
    if (line) lines[index] = around(line, box)
    else lines.push(box)
  }
  return lines
}

function isOfLine(line: Rect, box: Rect): boolean {
  if (line.page !== box.page) return false
  const shared = Math.min(line.y + line.height, box.y + box.height) - Math.max(line.y, box.y)
  const gap = Math.max(line.x, box.x) - Math.min(line.x + line.width, box.x + box.width)
  const height = Math.min(line.height, box.height)
  return shared > height / 2 && gap < height * WIDEST_GAP
}

function around(a: Rect, b: Rect): Rect {
  const x = Math.min(a.x, b.x)
  const y = Math.min(a.y, b.y)
  return {
    page: a.page,
    ...{ x, y },
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

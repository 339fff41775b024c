/** Finds columns of prose by the white gutter between them, without taking the columns of a table for such. */
import type { Row } from './baselines.ts'
import { type Cell, isNumeric, toCells } from './cells.ts'
import type { TextRun } from './text-run.ts'

interface CellRow {
  readonly row: Row
  readonly cells: readonly Cell[]
}

interface Block {
  readonly from: number
  readonly to: number
  readonly x: number
  readonly score: number
}

/** Fewer lines than this on either side are no column. */
const MIN_COLUMN_LINES = 4
/** Of the lines on either side, at least this share must read as prose. */
const PROSE_SHARE = 0.6
/** Prose fills its column at least to this share. */
const PROSE_WIDTH = 0.5
/** Deep enough for any newspaper; a bound, since each level is cut in two. */
const MAX_DEPTH = 3

/** The rows in reading order: those of a left column before those of the column right of it, and tables untouched. */
export function inReadingOrder(rows: readonly Row[], depth = 0): Row[][] {
  if (depth >= MAX_DEPTH || rows.length < MIN_COLUMN_LINES) return [[...rows]]
  const cellRows = rows.map((row) => ({ row, cells: toCells(row) }))
  const block = findBlock(cellRows)
  if (block === undefined) return [[...rows]]
  const inside = rows.slice(block.from, block.to)
  return [
    ...inReadingOrder(rows.slice(0, block.from), depth + 1),
    ...inReadingOrder(
      inside.flatMap((row) => side(row, (run) => run.left < block.x)),
      depth + 1,
    ),
    ...inReadingOrder(
      inside.flatMap((row) => side(row, (run) => run.left >= block.x)),
      depth + 1,
    ),
    ...inReadingOrder(rows.slice(block.to), depth + 1),
  ].filter((region) => region.length > 0)
}

function side(row: Row, keeps: (run: TextRun) => boolean): Row[] {
  const runs = row.runs.filter(keeps)
  return runs.length === 0 ? [] : [{ ...row, runs }]
}

/** The tallest block of rows that a gutter cuts into two columns of prose. */
function findBlock(rows: readonly CellRow[]): Block | undefined {
  let best: Block | undefined
  for (const x of gutterCandidates(rows)) {
    let from = 0
    for (let to = 0; to <= rows.length; to += 1) {
      const row = rows[to]
      if (row && !row.cells.some((cell) => cell.left < x - 1 && cell.right > x + 1)) continue
      const block = scoreBlock(rows, from, to, x)
      if (block && (best === undefined || block.score > best.score)) best = block
      from = to + 1
    }
  }
  return best
}

/** Where several cells start that are not the first of the page: a right column is set flush left. */
function gutterCandidates(rows: readonly CellRow[]): number[] {
  const counts = new Map<number, number>()
  const leftmost = Math.min(...rows.flatMap(({ cells }) => cells.map((cell) => cell.left)))
  for (const { cells } of rows) {
    for (const cell of cells) {
      if (cell.left < leftmost + 60 || isNumeric(cell.text)) continue
      const key = Math.round(cell.left / 3)
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
  }
  const frequent = [...counts].filter(([, count]) => count >= MIN_COLUMN_LINES)
  return frequent
    .sort((a, b) => b[1] - a[1])
    .slice(0, 8)
    .map(([key]) => key * 3 - 3)
}

function scoreBlock(rows: readonly CellRow[], start: number, end: number, x: number): Block | undefined {
  // Lines at the block's rim that stand on one side only (a title, a line of text above the columns) do not belong to it.
  let from = start
  let to = end
  const isTwoSided = ({ cells }: CellRow) => cells.some((c) => c.left >= x) && cells.some((c) => c.left < x)
  const isRight = ({ cells }: CellRow) => cells.some((cell) => cell.left >= x)
  const at = (index: number) => rows[index] ?? { row: undefined, cells: [] }
  while (from < to && !isRight(at(from) as CellRow)) from += 1
  while (to > from && !isTwoSided(at(to - 1) as CellRow) && !isRight(at(to - 1) as CellRow)) to -= 1
  const block = rows.slice(from, to)
  const left = block
    .map(({ cells }) => cells.filter((cell) => cell.left < x))
    .filter((cells) => cells.length > 0)
  const right = block
    .map(({ cells }) => cells.filter((cell) => cell.left >= x))
    .filter((cells) => cells.length > 0)
  if (left.length < MIN_COLUMN_LINES || right.length < MIN_COLUMN_LINES) return undefined
  if (proseShare(left) < PROSE_SHARE || proseShare(right) < PROSE_SHARE) return undefined
  return { from, to, x, score: left.length + right.length }
}

function proseShare(lines: readonly (readonly Cell[])[]): number {
  const cells = lines.flat()
  const width = Math.max(...cells.map((cell) => cell.right)) - Math.min(...cells.map((cell) => cell.left))
  const prose = lines.filter((line) => {
    const [cell] = line
    if (cell === undefined || line.length > 1) return false
    const words = cell.text.match(/\p{L}{2,}/gu) ?? []
    return words.length >= 3 && cell.right - cell.left >= PROSE_WIDTH * width
  })
  return prose.length / lines.length
}

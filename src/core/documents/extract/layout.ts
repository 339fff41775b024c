/** Lays out a page: from runs of glyphs to lines in reading order, with their roles, text and places. */
import type { PageLine } from '../../database/index.ts'
import { type Row, toRows } from './baselines.ts'
import { type Cell, isNumeric, isRightToLeft, toCells } from './cells.ts'
import { inReadingOrder } from './columns.ts'
import { joinsHyphenated, withoutHyphen } from './hyphenation.ts'
import { type BodyStyle, bodyStyleOf, headingLevel } from './roles.ts'
import { type TextRun, toPageRectangle } from './text-run.ts'

/** A line before it has its place in the page's text. */
interface Line {
  readonly text: string
  readonly role: 'body' | 'heading' | 'table'
  readonly level?: number
  readonly rectangle: Pick<PageLine, 'x' | 'y' | 'width' | 'height'>
}

/** The text of a page and its lines; upright text first, then what stands turned (axis titles, stamps, sideways tables). */
export function layOut(runs: readonly TextRun[]): { text: string; lines: PageLine[] } {
  if (runs.length === 0) return { text: '', lines: [] }
  const body = bodyStyleOf(runs)
  const lines: Line[] = []
  for (const [angle, group] of byAngle(runs)) {
    for (const region of inReadingOrder(toRows(group))) {
      for (const row of region) {
        const line = toLine(row, angle, body)
        if (line) lines.push(line)
      }
    }
  }
  return joinLines(lines.map((line, index) => withoutFalseHeading(lines, line, index)))
}

/** The name of a column within a table is no heading, bold though it may be: it stands between rows, right of their labels. */
function withoutFalseHeading(lines: readonly Line[], line: Line, index: number): Line {
  const [before, after] = [lines[index - 1], lines[index + 1]]
  if (line.role !== 'heading' || before?.role !== 'table' || after?.role !== 'table') return line
  const isInset =
    line.rectangle.x > Math.min(before.rectangle.x, after.rectangle.x) + 4 * line.rectangle.height
  if (line.level !== 4 || !isInset) return line
  const { level: _, ...rest } = line
  return { ...rest, role: 'body' }
}

/** The angle with the most text comes first, so that a page set sideways reads as one. */
function byAngle(runs: readonly TextRun[]): [number, TextRun[]][] {
  const groups = Map.groupBy(runs, (run) => run.angle)
  const amount = (group: readonly TextRun[]) => group.reduce((sum, run) => sum + run.text.length, 0)
  return [...groups].sort((a, b) => amount(b[1]) - amount(a[1]))
}

const BULLET =
  /^(?:[•●○▪■◦‣–—*·o-]|\(?[a-z0-9ivx]{1,4}[.)]|(?:Item|ITEM|Note|NOTE)\s+\w{1,3}\.?|\d{1,2}(?:\.\d+)*\.?)$/

function toLine(row: Row, angle: number, body: BodyStyle): Line | undefined {
  const cells = toCells(row)
  const [first, second] = cells
  if (first === undefined) return undefined
  const rectangle = toPageRectangle(
    {
      left: Math.min(...cells.map((cell) => cell.left)),
      right: Math.max(...cells.map((cell) => cell.right)),
      top: row.top,
      bottom: row.bottom,
    },
    angle,
  )
  const isItem = second && cells.length === 2 && BULLET.test(first.text) && !isNumeric(second.text)
  if (second && !isItem) {
    const ordered = isRightToLeft(row.runs) ? cells.toReversed() : cells
    return { text: ordered.map((cell) => cell.text).join('\t'), role: 'table', rectangle }
  }
  const whole: Cell = second ? { ...first, text: `${first.text} ${second.text}`, runs: row.runs } : first
  const level = headingLevel(whole, body)
  if (level === undefined) return { text: whole.text, role: 'body', rectangle }
  return { text: whole.text, role: 'heading', level, rectangle }
}

/** Gives each line its span; a word cut by a hyphen is put together, its two halves staying with their lines. */
function joinLines(lines: readonly Line[]): { text: string; lines: PageLine[] } {
  const words = lines.map((line) => line.text).join(' ')
  let text = ''
  const placed = lines.map((line, index): PageLine => {
    const next = lines[index + 1]
    const isProse = line.role !== 'table' && next?.role === line.role
    const join = isProse && next ? joinsHyphenated(line.text, next.text, words) : 'none'
    const start = text.length
    text += join === 'drop' ? withoutHyphen(line.text) : line.text
    const end = text.length
    if (next && join === 'none') text += '\n'
    return {
      start,
      end,
      ...line.rectangle,
      role: line.role,
      ...(line.level !== undefined && { level: line.level }),
    }
  })
  return { text, lines: placed }
}

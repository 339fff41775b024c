/** Cuts a row into cells at its wide gaps, and writes each cell's text in reading order. */
import type { Row } from './baselines.ts'
import { tidyCell } from './normalize.ts'
import type { TextRun } from './text-run.ts'

/** A stretch of a row without a wide gap. */
export interface Cell {
  readonly text: string
  readonly left: number
  readonly right: number
  readonly runs: readonly TextRun[]
}

/** A wider gap than this separates cells, in ems; justified prose seldom stretches a space beyond one em. */
const CELL_GAP = 1.5
/** Between two numbers less is enough: nothing but columns sets numbers apart. */
const NUMBER_GAP = 0.6
/** A currency sign after a number opens the next column, even at the distance of a word. */
const SIGN_GAP = 0.2
/** A gap that pdf.js did not mark as a space counts as one from here, in ems; word spaces are 0.2 to 0.3. */
const SPACE_GAP = 0.14

const NUMERIC =
  /^[$€£¥(–—-]*\d[\d,.]*[)%]*(?:\s*\(\w\))?$|^[$€£¥]?\s*[–—-]+\s*%?$|^(?:N\/?A|nm|NM|n\.m\.|\*+)$/
const STRONG_RTL = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/
const STRONG_LTR = /[A-Za-z\u00C0-\u058F\u0900-\u1FFF\u3040-\uD7AF]/

/** Digits of any script and what stands between them, in amounts and dates. */
const NUMBER_PART = /^[\p{Nd}.,/:٫٬-]+$/u

/** True for an amount, percentage, year or the dash that stands for zero. */
export function isNumeric(text: string): boolean {
  return NUMERIC.test(text)
}

/** The cells of `row` from left to right; signs, brackets and percent marks that stand apart rejoin their number. */
export function toCells(row: Row): Cell[] {
  const groups: TextRun[][] = []
  for (const run of row.runs) {
    const group = groups.at(-1)
    const last = group?.at(-1)
    if (group && last && !isCellGap(group, last, run)) group.push(run)
    else groups.push([run])
  }
  return rejoin(groups.map(toCell).filter((cell) => cell.text !== ''))
}

function isCellGap(group: readonly TextRun[], last: TextRun, run: TextRun): boolean {
  const right = Math.max(...group.map((each) => each.right))
  const gap = (run.left - right) / Math.max(last.size, run.size)
  if (gap > CELL_GAP) return true
  const isAfterNumber = /[\d)%—]$/.test(last.text)
  if (gap > SIGN_GAP && isAfterNumber && /^[$€£¥]/.test(run.text)) return true
  return gap > NUMBER_GAP && isNumeric(tidyCell(last.text)) && isNumeric(tidyCell(run.text))
}

function toCell(runs: readonly TextRun[]): Cell {
  return {
    text: tidyCell(withBracketsAsRead(textOf(runs))),
    left: Math.min(...runs.map((run) => run.left)),
    right: Math.max(...runs.map((run) => run.right)),
    runs,
  }
}

const MIRRORED = new Map([...'()[]{}«»<>'].map((mark, at, all) => [mark, all[at ^ 1] ?? mark]))

/**
 * Within text from right to left a bracket is drawn as its mirror image, and many PDFs name it as it is drawn: what closes then comes
 * before what opens.
 */
function withBracketsAsRead(text: string): string {
  if (!STRONG_RTL.test(text)) return text
  const marks = text.match(/[()[\]{}«»<>]/g) ?? []
  const opens = (mark: string | undefined) => mark !== undefined && '([{«<'.includes(mark)
  if (marks.length < 2 || opens(marks[0]) || !opens(marks.at(-1))) return text
  return text.replace(/[()[\]{}«»<>]/g, (mark) => MIRRORED.get(mark) ?? mark)
}

const OPENS_NUMBER = /^(?:US|C|A)?[$€£¥]\s*\(?$|^\($/
const CLOSES_NUMBER = /^(?:\)\s*%?|%\s*\)?|\)\s*\(\w\)|pts?\.?|bps)$/
const STARTS_NUMBER = /^[\d(.–—-]/

/** Filings give the `$` and the `)` or `%` of a number columns of their own. */
function rejoin(cells: readonly Cell[]): Cell[] {
  const result: Cell[] = []
  for (const cell of cells) {
    const previous = result.at(-1)
    const opened = previous && OPENS_NUMBER.test(previous.text) && STARTS_NUMBER.test(cell.text)
    const closes = previous && CLOSES_NUMBER.test(cell.text) && /\d|[–—-]$/.test(previous.text)
    if (previous && (opened || closes)) {
      result[result.length - 1] = {
        text: tidyCell(`${previous.text}${/^[a-z]/.test(cell.text) ? ' ' : ''}${cell.text}`),
        left: previous.left,
        right: Math.max(previous.right, cell.right),
        runs: [...previous.runs, ...cell.runs],
      }
    } else result.push(cell)
  }
  return result
}

/** True when the row's letters read from right to left. */
export function isRightToLeft(runs: readonly TextRun[]): boolean {
  let balance = 0
  for (const run of runs) {
    if (STRONG_RTL.test(run.text)) balance += run.text.length
    else if (STRONG_LTR.test(run.text)) balance -= run.text.length
  }
  return balance > 0
}

/**
 * The runs' text in logical order. pdf.js gives each run in logical order already, so only the runs are ordered here, by where
 * they stand: from the line's own side, except that a stretch against the line's direction keeps its own.
 */
export function textOf(runs: readonly TextRun[]): string {
  const rightToLeft = isRightToLeft(runs)
  const ordered = runs.some((run) => STRONG_RTL.test(run.text)) ? orderMixed(runs, rightToLeft) : runs
  let text = ''
  let previous: TextRun | undefined
  for (const run of ordered) {
    if (previous && isSpaced(previous, run)) text += ' '
    text += run.text
    previous = run
  }
  return text
}

function orderMixed(runs: readonly TextRun[], rightToLeft: boolean): TextRun[] {
  const stretches: { against: boolean; runs: TextRun[] }[] = []
  const along = rightToLeft ? runs.toReversed() : runs
  let previous: TextRun | undefined
  for (const run of along) {
    const isNumber = NUMBER_PART.test(run.text)
    const isRtl = STRONG_RTL.test(run.text) && !isNumber
    const isLtr = !isRtl && (isNumber || /[A-Za-z\u00C0-\u058F\d]/.test(run.text))
    const against = rightToLeft ? isLtr : isRtl
    const last = stretches.at(-1)
    // The parts of a date keep together; two numbers beside each other follow the line.
    const isNextNumber = rightToLeft && isNumber && previous !== undefined && isSpaced(previous, run)
    if (last && last.against === against && !isNextNumber) last.runs.push(run)
    else stretches.push({ against, runs: [run] })
    previous = run
  }
  return stretches.flatMap((stretch) => (stretch.against ? stretch.runs.toReversed() : stretch.runs))
}

function isSpaced(previous: TextRun, run: TextRun): boolean {
  const [left, right] = previous.left <= run.left ? [previous, run] : [run, previous]
  if (left.spaceAfter || right.spaceBefore) return true
  const size = Math.max(previous.size, run.size)
  if (right.left - left.right > SPACE_GAP * size) return true
  // A footnote mark is not a digit of the number, or a letter of the word, that it hangs on.
  const isRaised = run.size < 0.85 * previous.size && Math.abs(run.baseline - previous.baseline) > 0.15 * size
  return isRaised && /^[\d(*†‡]/.test(run.text) && /[\w)%]$/.test(previous.text)
}

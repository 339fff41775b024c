/** Groups a page's runs into rows: what stands on one baseline, superscripts included, from left to right. */
import type { TextRun } from './text-run.ts'

/** What stands on one baseline, from left to right. */
export interface Row {
  readonly runs: readonly TextRun[]
  readonly baseline: number
  readonly size: number
  readonly top: number
  readonly bottom: number
}

/** How far baselines of one row may lie apart, in ems: below this text wobbles, above it is another row or a superscript. */
const SAME_BASELINE = 0.25
/** Text at most this large beside its neighbours may be their superscript or subscript. */
const SCRIPT_SIZE = 0.85

/** Rows of `runs` (all of one angle) from top to bottom. */
export function toRows(runs: readonly TextRun[]): Row[] {
  const groups: TextRun[][] = []
  for (const run of dropRepeats(runs).sort((a, b) => a.baseline - b.baseline)) {
    const group = groups.at(-1)
    const anchor = group?.[0]
    const isSame =
      anchor !== undefined &&
      run.baseline - anchor.baseline <= SAME_BASELINE * Math.min(anchor.size, run.size)
    if (group && isSame) group.push(run)
    else groups.push([run])
  }
  return attachScripts(groups.map(toRow))
}

function toRow(runs: readonly TextRun[]): Row {
  const largest = runs.reduce((a, b) => (weight(b) > weight(a) ? b : a))
  return {
    runs: [...runs].sort((a, b) => a.left - b.left),
    baseline: largest.baseline,
    size: largest.size,
    top: Math.min(...runs.map((run) => run.top)),
    bottom: Math.max(...runs.map((run) => run.bottom)),
  }
}

const weight = (run: TextRun) => run.size * 1_000 + run.text.length

/** Rows of small text that stand beside, not above or below, the letters of a neighbouring row become part of it. */
function attachScripts(rows: readonly Row[]): Row[] {
  const result: Row[] = []
  let raised: Row | undefined
  rows.forEach((bare, index) => {
    const row = raised ? toRow([...raised.runs, ...bare.runs]) : bare
    raised = undefined
    const previous = result.at(-1)
    const next = rows[index + 1]
    if (previous && isScriptOf(row, previous)) {
      result[result.length - 1] = toRow([...previous.runs, ...row.runs])
    } else if (next && isScriptOf(row, next)) raised = row
    else result.push(row)
  })
  return result
}

function isScriptOf(small: Row, large: Row): boolean {
  if (small.size > SCRIPT_SIZE * large.size) return false
  const middle = (small.top + small.bottom) / 2
  if (middle < large.baseline - large.size || middle > large.baseline + 0.3 * large.size) return false
  return small.runs.every((run) => {
    const touches = large.runs.some(
      (other) => run.left < other.right + large.size && run.right > other.left - large.size,
    )
    const covers = large.runs.some(
      (other) => Math.min(run.right, other.right) - Math.max(run.left, other.left) > 0.3 * run.size,
    )
    return touches && !covers
  })
}

/** Bold is often faked by drawing a text twice, a hair apart; the second drawing says nothing new. */
function dropRepeats(runs: readonly TextRun[]): TextRun[] {
  const seen = new Map<string, TextRun[]>()
  return runs.filter((run) => {
    const twins = seen.get(run.text) ?? []
    const isRepeat = twins.some(
      (twin) =>
        Math.abs(twin.left - run.left) < 0.2 * run.size &&
        Math.abs(twin.baseline - run.baseline) < 0.2 * run.size &&
        Math.abs(twin.size - run.size) < 0.1 * run.size,
    )
    if (!isRepeat) seen.set(run.text, [...twins, run])
    return !isRepeat
  })
}

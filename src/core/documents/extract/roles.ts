/** Tells headings from body text by size, weight, capitals and numbering, relative to what the page is mostly set in. */
import { type Cell, isNumeric } from './cells.ts'
import type { TextRun } from './text-run.ts'

/** What most letters of a page are set in. */
export interface BodyStyle {
  readonly size: number
  readonly font: string
  /** True when the body itself is bold, so that weight says nothing. */
  readonly bold: boolean
}

const MAX_HEADING_LENGTH = 140
/** Sizes relative to the body from which a line is a heading, with its level; the steps that print uses for titles. */
const SIZE_LEVELS = [
  [1.6, 1],
  [1.3, 2],
  [1.12, 3],
] as const
const NUMBERED = /^(?:PART|Part)\s+[IVX]+\b|^(?:ITEM|Item)\s+\d+[A-C]?\b\.?/

/** Titles of financial statements head a page however they are set. */
const STATEMENT =
  /^(?:(?:condensed|unaudited|interim) )*consolidated (?:condensed )?(?:balance sheets?|statements? of [\p{L}’', ()-]{4,90})(?: ?\(?(?:continued|unaudited|cont[.’']d)\)?)?$/iu

export function bodyStyleOf(runs: readonly TextRun[]): BodyStyle {
  const size = Number(heaviest(runs, (run) => run.size.toFixed(1)))
  const font = heaviest(runs, (run) => run.font)
  return { size: size || 1, font, bold: runs.some((run) => run.font === font && run.bold) }
}

function heaviest(runs: readonly TextRun[], keyOf: (run: TextRun) => string): string {
  const weights = new Map<string, number>()
  for (const run of runs) weights.set(keyOf(run), (weights.get(keyOf(run)) ?? 0) + run.text.length)
  return [...weights].reduce((best, entry) => (entry[1] > best[1] ? entry : best), ['', -1])[0]
}

/** The heading level of a line of one cell, 1 outermost, or undefined for body text. */
export function headingLevel(cell: Cell, body: BodyStyle): number | undefined {
  const text = cell.text
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  if (letters < 3 || text.length > MAX_HEADING_LENGTH || isNumeric(text)) return undefined
  if (/[,;:]$/.test(text) && !/^(?:NOTE|Note)\b/.test(text)) return undefined
  const isSentence = /[.!?]$/.test(text) && text.split(' ').length > 12
  const size = weightedSize(cell.runs)
  const bySize = isSentence ? undefined : SIZE_LEVELS.find(([ratio]) => size >= ratio * body.size)?.[1]
  const bold = cell.runs.every((run) => run.bold || !/\p{L}/u.test(run.text)) && !body.bold
  const capitals = isCapitals(text)
  const numbered = NUMBERED.test(text) && text.length < 100
  if (numbered && (bold || capitals || bySize)) return Math.min(bySize ?? 2, 2)
  if (bySize) return bySize
  if ((capitals && bold) || STATEMENT.test(text)) return 3
  if (isSentence || size < 0.85 * body.size) return undefined
  if (capitals && letters >= 8 && text.includes(' ')) return 4
  if (bold && !/^[a-z(]/.test(text)) return 4
  return undefined
}

function weightedSize(runs: readonly TextRun[]): number {
  const letters = runs.reduce((sum, run) => sum + run.text.length, 0)
  return runs.reduce((sum, run) => sum + run.size * run.text.length, 0) / Math.max(1, letters)
}

function isCapitals(text: string): boolean {
  const cased = text.match(/\p{Lu}|\p{Ll}/gu) ?? []
  const upper = text.match(/\p{Lu}/gu) ?? []
  return cased.length >= 4 && upper.length >= 0.9 * cased.length
}

/** Reads a table row as a figure: its label, the column that is asked for, the value there and the unit it is given in. */
import { foldText } from './fold.ts'
import type { Unit } from './sentences.ts'
import { isHeadingRow, yearsIn } from './table-rows.ts'

export interface Figure {
  readonly label: string
  /** The heading of the value's column. */
  readonly column: string
  readonly value: string
  /** As the table states it, such as “in millions”; null where it does not, or the value has one of its own. */
  readonly unit: string | null
}

/**
 * The row's values in the columns of the `years` asked for, the latest first; in the latest column without one. Empty when it cannot
 * be told which value stands under which heading.
 */
export function figuresOf(row: Unit, headings: readonly Unit[], years: readonly number[]): Figure[] {
  const [label = '', ...rest] = cellsOf(row.text)
  const periods = headings.find(isHeadingRow)
  if (!periods || !/\p{L}/u.test(label) || rest.length === 0 || !rest.every(isValue)) return []
  const columns = columnsOf(periods.text, rest.length)
  if (!columns) return []
  const latest = Math.max(...columns.flatMap(yearsIn))
  const wanted = years.length > 0 ? [...years].sort((a, b) => b - a) : [latest]
  return wanted.flatMap((year) => {
    const at = columns.flatMap((column, index) => (yearsIn(column).includes(year) ? [index] : []))
    const [index] = at
    const [column, value] = [columns[index ?? -1], rest[index ?? -1]]
    // Three and six months to one day: the row alone does not say which is meant.
    if (at.length !== 1 || column === undefined || value === undefined) return []
    return [{ label, column, value, unit: unitOf(headings, label, value) }]
  })
}

/** The cells that say something; a currency sign belongs to the amount after it, a bracket or percent sign to the one before. */
function cellsOf(text: string): string[] {
  const cells: string[] = []
  let before = ''
  for (const cell of text.split('\t').map((part) => part.replace(/\s+/g, ' ').trim())) {
    if (cell === '') continue
    if (/^[$€£¥(]+$/u.test(cell)) before += cell
    else if (/^[)%]+$/u.test(cell) && cells.length > 1) cells.push(`${cells.pop()}${cell}`)
    else {
      cells.push(before + cell)
      before = ''
    }
  }
  return cells
}

/** An amount, or the dash that stands for none. */
const isValue = (cell: string) => /^[-–—]+$/u.test(cell) || /^[^\p{L}]*\p{Nd}[^\p{L}]*$/u.test(cell)

/** The headings of `count` columns, or undefined when the row of headings has another number of them. */
function columnsOf(text: string, count: number): string[] | undefined {
  const cells = cellsOf(text)
  if (cells.length === count) return cells
  if (cells.length === count + 1) return cells.slice(1)
  // Set close together, several headings come as one cell.
  const years = foldText(text).match(/\b(?:19|20)\d\d\b|\b1[34]\d\d\b/g) ?? []
  return years.length === count ? years : undefined
}

function unitOf(headings: readonly Unit[], label: string, value: string): string | null {
  if (/%/.test(value) || /per (?:common |diluted |basic )?share|percent|هر سهم|درصد/iu.test(label))
    return null
  for (const { text } of headings) {
    const [unit] = statedUnit.exec(text) ?? []
    if (unit !== undefined) return unit.trim()
  }
  return null
}

const statedUnit =
  /(?:(?:U\.S\. |US )?dollars |amounts |[$€£] )?in (?:thousands|millions|billions)|(?:thousands|millions|billions) of (?:U\.S\. |US )?(?:dollars|euros)|(?<=[(])(?:thousands|millions|billions)(?=[),])|(?:هزار|میلیون|میلیارد)\s*(?:ریال|تومان|دلار)/iu

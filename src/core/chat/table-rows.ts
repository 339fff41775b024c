/** What a table row says: whether it heads columns, which rows head it, and the amounts in it. */
import { foldText } from './fold.ts'
import type { Unit } from './sentences.ts'

/** Looks up from a row for the nearest row of periods, and for a line such as "(in millions)". */
export function columnHeadings(units: readonly Unit[], index: number): Unit[] {
  const above = units.slice(Math.max(0, index - 30), index)
  const periods = above.findLast(isHeadingRow)
  const unitLine = above.findLast(({ text }) => text.length < 160 && unitOfMeasure.test(text))
  return [...new Set([unitLine, periods])]
    .filter((unit) => unit !== undefined)
    .sort((a, b) => a.start - b.start)
}

const unitOfMeasure =
  /\b(?:in|dollars in)\s+(?:thousands|millions|billions)\b|\((?:thousands|millions|billions)[),]|\b(?:thousands|millions|billions) of (?:u\.s\. )?dollars|ارقام به|(?:میلیون|میلیارد|هزار)\s*(?:ریال|تومان)/iu

/** A row of periods, such as "2018 | 2017", or "Year ended December 31, | 2018": years, and no amount. */
export function isHeadingRow({ kind, text }: Unit): boolean {
  if (kind === 'sentence') return false
  const numbers = foldText(text).match(/\d+(?:[.,]\d+)*/g) ?? []
  const years = numbers.filter(isYear)
  return years.length > 0 && numbers.every((number) => years.includes(number) || Number(number) <= 31)
}

/** Amounts in `text`: its numbers but years and the days of dates. */
export function figuresIn(text: string): number {
  const folded = foldText(text)
  const numbers = folded.match(/\d+(?:[.,]\d+)*/g) ?? []
  const isDated = monthName.test(folded)
  return numbers.filter((number) => !isYear(number) && !(isDated && /^\d{1,2}$/.test(number))).length
}

/** The years that `text` names. */
export const yearsIn = (text: string): number[] =>
  (foldText(text).match(/\d+(?:[.,]\d+)*/g) ?? []).filter(isYear).map(Number)

const monthName = /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/
const isYear = (number: string) => /^(?:(?:19|20)\d\d|1[34]\d\d)$/.test(number)

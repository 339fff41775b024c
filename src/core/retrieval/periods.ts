/** The periods and kinds of filing that a question names. */
import { fullYear } from './analyze.ts'
import { normalize } from './normalize.ts'

export interface AskedPeriod {
  /** Every year named, ascending. */
  readonly years: readonly number[]
  /** The filing wanted is the one that ends with this year, since it repeats the years before. */
  readonly latestYear: number | null
  /** Of the latest year, when a quarter is named. */
  readonly quarter: number | null
}

export function askedPeriod(question: string): AskedPeriod {
  const text = normalize(question)
  const years = new Set<number>()
  for (const [, digits = ''] of text.matchAll(YEAR)) years.add(fullYear(digits))
  for (const [, digits = ''] of text.matchAll(SHORT_YEAR)) years.add(fullYear(digits))
  const sorted = [...years].filter((year) => year >= 1980 && year <= 2100).sort((a, b) => a - b)
  const quarters = [...text.matchAll(QUARTER)].map(([, a, b, c]) => Number(a ?? b ?? ordinals.get(c ?? '')))
  return { years: sorted, latestYear: sorted.at(-1) ?? null, quarter: quarters.at(-1) ?? null }
}

/** Forms named in the question, as identify.ts writes them. */
export function askedForms(question: string): string[] {
  const text = normalize(question)
  return forms.filter(([, pattern]) => pattern.test(text)).map(([form]) => form)
}

const YEAR = /(?<![\d,.$])(?:fy\s?)?((?:19|20)\d{2})(?![\d,]|\.\d|\s*(?:million|billion))/gu
const SHORT_YEAR = /\b(?:fy\s?['’]?|q[1-4]\s?['’]?|[1-4]q\s?['’]?|')(\d{2})\b/gu
const QUARTER =
  /\bq([1-4])\b|\b([1-4])q\b|\b(first|second|third|fourth|1st|2nd|3rd|4th)[ -](?:fiscal[ -])?quarter/gu
const ordinals = new Map([
  ['first', 1],
  ['1st', 1],
  ['second', 2],
  ['2nd', 2],
  ['third', 3],
  ['3rd', 3],
  ['fourth', 4],
  ['4th', 4],
])

const forms: readonly (readonly [string, RegExp])[] = [
  ['10-K', /\b10-?k\b|\bannual (?:report|filing)\b|گزارش سالانه/u],
  ['10-Q', /\b10-?q\b|\bquarterly (?:report|filing)\b/u],
  ['8-K', /\b8-?k\b|\bcurrent report\b/u],
  ['earnings release', /\bearnings (?:release|report|announcement)\b|\bpress release\b/u],
  ['annual report', /\bannual report\b|گزارش سالانه/u],
]

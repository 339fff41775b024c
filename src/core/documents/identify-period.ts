/** The fiscal period that a report covers, from "for the fiscal year ended …", its wording and the file's name. */

export interface Period {
  readonly fiscalYear: number | null
  readonly fiscalQuarter: number | null
  /** ISO 8601 day. */
  readonly periodEnd: string | null
}

/** The period by the issuer's own calendar: a year that ends in January is the one before where the report calls it so. */
export function findPeriod(firstPages: readonly string[], fileName: string, form: string | null): Period {
  const named = periodInName(fileName)
  const text = firstPages.slice(0, 2).join('\n')
  const end = periodEndIn(text, form)
  const isQuarterly = form === '10-Q' || named.quarter !== null
  const quarter =
    named.quarter ?? (form === '10-Q' ? quarterIn(firstPages.join('\n')) : quarterHeadline(text, form))
  const year =
    named.year ??
    (end ? fiscalYearOf(end, isQuarterly ? quarter : null, firstPages.join('\n'), form) : yearHeadline(text))
  return { fiscalYear: year, fiscalQuarter: quarter, periodEnd: end ?? named.end }
}

/** `2023Q2`, `Q2_2023`, `FY22`, `2021` and `2022-05-20` in a file's name. */
function periodInName(fileName: string): { year: number | null; quarter: number | null; end: string | null } {
  const name = ` ${fileName.replace(/\.[a-z0-9]+$/iu, '').replace(/[_\s]+/gu, ' ')} `
  const day = /(?<!\d)((?:19|20)\d{2})[- ]?(0[1-9]|1[0-2])[- ]?(0[1-9]|[12]\d|3[01])(?!\d)/u.exec(name)
  const withoutDay = day ? name.replace(day[0], ' ') : name
  const year =
    /(?:^|[^\d])((?:19|20)\d{2})(?!\d)/u.exec(withoutDay)?.[1] ??
    (/\bfy\s?['’]?(\d{2})(?!\d)/iu.exec(withoutDay)?.[1]
      ? `20${/\bfy\s?['’]?(\d{2})(?!\d)/iu.exec(withoutDay)?.[1]}`
      : undefined) ??
    day?.[1]
  const quarter = /q([1-4])(?!\d)/iu.exec(withoutDay)?.[1] ?? /(?<![\d])([1-4])q/iu.exec(withoutDay)?.[1]
  return {
    year: year === undefined ? null : Number(year),
    quarter: quarter === undefined ? null : Number(quarter),
    end: day ? `${day[1]}-${day[2]}-${day[3]}` : null,
  }
}

interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
}

function periodEndIn(text: string, form: string | null): string | null {
  const found =
    form === '8-K'
      ? dayAfter(text, REPORT_DATE)
      : (dayAfter(text, PERIOD_ENDED) ?? dayAfter(text, MONTHS_ENDED))
  return found ? iso(found) : null
}

const PERIOD_ENDED =
  /(?:fiscal\s+year|quarterly\s+period|fiscal\s+quarter|year|quarter|period|financial\s+year)\s+end(?:ed|ing)\s*:?/giu
const MONTHS_ENDED = /(?:months|weeks|quarter|year)\s+ended\s*:?/giu
const REPORT_DATE = /date\s+of\s+(?:earliest\s+event\s+reported|report)[^\n]{0,60}?(?:reported\)?)?\s*:?/giu

const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]
const MONTH_FIRST = new RegExp(`(${months.join('|')})\\s+(\\d{1,2})\\s*,?\\s*((?:19|20)\\d{2})`, 'iu')
const DAY_FIRST = new RegExp(`(\\d{1,2})\\s+(${months.join('|')})\\s*,?\\s*((?:19|20)\\d{2})`, 'iu')
/** How far after the words the date may stand, over a line break or a table's cells. */
const DATE_REACH = 80

function dayAfter(text: string, words: RegExp): Day | null {
  for (const match of text.matchAll(words)) {
    const found = dayIn(text.slice(match.index, match.index + match[0].length + DATE_REACH))
    if (found) return found
  }
  // On Form 8-K the date may stand above its caption.
  for (const match of text.matchAll(words)) {
    const found = dayIn(text.slice(Math.max(0, match.index - DATE_REACH), match.index))
    if (found) return found
  }
  return null
}

function dayIn(text: string): Day | null {
  const us = MONTH_FIRST.exec(text)
  if (us)
    return { year: Number(us[3]), month: months.indexOf((us[1] ?? '').toLowerCase()) + 1, day: Number(us[2]) }
  const other = DAY_FIRST.exec(text)
  if (other)
    return {
      year: Number(other[3]),
      month: months.indexOf((other[2] ?? '').toLowerCase()) + 1,
      day: Number(other[1]),
    }
  return null
}

const iso = ({ year, month, day }: Day): string | null => {
  const date = new Date(Date.UTC(year, month - 1, day))
  return date.getUTCMonth() === month - 1 ? date.toISOString().slice(0, 10) : null
}

/** The quarter by the span that a 10-Q reports beside it: three, six or nine months to date. */
function quarterIn(text: string): number | null {
  const named =
    /\b(first|second|third)\s+(?:fiscal\s+)?quarter\s+(?:of\s+)?(?:fiscal\s+)?(?:year\s+)?(?:19|20)\d{2}/iu.exec(
      text,
    )
  if (
    /(?:nine|9)\s+(?:fiscal\s+)?months(?:\s+and\s+\w+)?\s+ended|(?:thirty-nine|39)\s+weeks\s+ended/iu.test(
      text,
    )
  )
    return 3
  if (/(?:six|6)\s+(?:fiscal\s+)?months\s+ended|(?:twenty-six|26)\s+weeks\s+ended/iu.test(text)) return 2
  if (/(?:three|3)\s+(?:fiscal\s+)?months\s+ended|(?:thirteen|13)\s+weeks\s+ended/iu.test(text)) return 1
  return named ? ['first', 'second', 'third'].indexOf((named[1] ?? '').toLowerCase()) + 1 : null
}

function quarterHeadline(text: string, form: string | null): number | null {
  if (form !== 'earnings release') return null
  const match = /\b(first|second|third|fourth)[ -]quarter\b|\bq([1-4])\b/iu.exec(text.slice(0, 3_000))
  if (!match) return null
  return match[2]
    ? Number(match[2])
    : ['first', 'second', 'third', 'fourth'].indexOf((match[1] ?? '').toLowerCase()) + 1
}

function yearHeadline(text: string): number | null {
  const match =
    /\b(?:fiscal|annual report|full[- ]year|quarter)\s+(?:year\s+)?((?:19|20)\d{2})\b|\b((?:19|20)\d{2})\s+annual report\b/iu.exec(
      text.slice(0, 3_000),
    )
  const year = match?.[1] ?? match?.[2]
  return year === undefined ? null : Number(year)
}

/**
 * The fiscal year is named by the calendar year it ends in, except that retailers whose year ends around the end of January mostly
 * name it by the year before; the report's own "fiscal 2022" decides between the two.
 */
function fiscalYearOf(endIso: string, quarter: number | null, text: string, form: string | null): number {
  const end = new Date(`${endIso}T00:00:00Z`)
  if (form === '8-K') return end.getUTCFullYear()
  const monthsLeft = quarter === null ? 0 : (4 - quarter) * 3
  const yearEnd = new Date(
    Date.UTC(end.getUTCFullYear(), end.getUTCMonth() + monthsLeft, Math.min(28, end.getUTCDate())),
  )
  const year = yearEnd.getUTCFullYear()
  if (yearEnd.getUTCMonth() > 0) return year
  const count = (named: number) =>
    text.match(new RegExp(`fiscal\\s+(?:year\\s+)?${named}\\b`, 'giu'))?.length ?? 0
  return count(year) > count(year - 1) ? year : year - 1
}

/** The grammar of citation markers, such as `[n: "quote"]`, `[n, m]`, `[passage n]` or `【n】`. */
import { foldText } from './fold.ts'

export interface Reference {
  /** Number of the passage. */
  readonly n: number
  /** The words cited; null for a bare number. */
  readonly quote: string | null
}

const lead = String.raw`^[\[【]\s{0,3}`
const naming = String.raw`(?:(?:passages?|sources?|refs?|no|منبع|بخش|متن|گذر|#|\^)\.?\s{0,3})?`
const number = String.raw`\p{Nd}{1,4}\s{0,3}`
const begun = new RegExp(`${lead}${naming}${number}(?=[\\]】:;,،؛†"“”„«'‘’\\p{Pd}&])`, 'iu')
const unfinishedWord = new RegExp(`${lead}[\\p{L}#^]{0,9}\\.?\\s{0,3}$`, 'iu')
const unfinishedNumber = new RegExp(`${lead}${naming}${number}$`, 'iu')

/** Whether `text`, from its opening bracket on, is the beginning of a marker. */
export function beginsMarker(text: string): boolean {
  return begun.test(text)
}

/** Whether `text`, from its opening bracket on, may yet become the beginning of a marker. */
export function mayBecomeMarker(text: string): boolean {
  return unfinishedWord.test(text) || unfinishedNumber.test(text)
}

/** What follows the number and the opening quotation mark of a marker. */
export function quotationOf(marker: string): string {
  return marker.replace(begun, '').replace(/^[:\s]*["“”„«]?/u, '')
}

/** The references of a whole marker, brackets included; a quote belongs to the numbers right before it. */
export function parseMarker(marker: string): Reference[] {
  const references: Reference[] = []
  let numbers: number[] = []
  let rest = marker.slice(1, -1)
  while (rest !== '') {
    const range = /^(\p{Nd}{1,4})\s*\p{Pd}\s*(\p{Nd}{1,4})(?!\p{Nd})/u.exec(rest)
    const single = /^\p{Nd}{1,4}(?!\p{Nd})/u.exec(rest)
    const quoted = /^["“”„«'‘’](.*?)["”“»'’](?=\s*(?:$|[;,،؛&]|\p{Nd}))/su.exec(rest)
    const unquoted = /^:\s*([^\s"“”„«'‘’].*?)(?=;\s*\p{Nd}{1,4}\s*:|$)/su.exec(rest)
    const skipped = /^(?:\p{L}+\.?|.)/su.exec(rest)
    const quote = quoted?.[1] ?? unquoted?.[1]
    if (range) numbers.push(...numbersFrom(toNumber(range[1]), toNumber(range[2])))
    else if (single) numbers.push(toNumber(single[0]))
    else if (quote !== undefined) {
      // Two quotes in a row come from the same passage.
      if (numbers.length === 0) numbers = references.slice(-1).map(({ n }) => n)
      references.push(...numbers.map((n) => ({ n, quote })))
      numbers = []
    }
    rest = rest.slice((range ?? single ?? quoted ?? unquoted ?? skipped)?.[0].length ?? 1)
  }
  return [...references, ...numbers.map((n) => ({ n, quote: null }))]
}

const toNumber = (digits = '0') => Number(foldText(digits))

/** Nobody cites more than a handful of passages at once, so a longer range is just its two ends. */
function numbersFrom(first: number, last: number): number[] {
  if (last < first || last - first > 5) return [first, last]
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

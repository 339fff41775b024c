/** The names an issuer goes by, and where a question mentions one. */
import { normalize } from './normalize.ts'

export interface Names {
  readonly names: readonly string[]
  readonly shortNames: readonly string[]
}

/**
 * Names are compact: letters and digits only, without legal forms and "and", so that "Coca-Cola", "COCACOLA" and "The Coca-Cola
 * Company" are one. They come from the company's name on the cover and from the head of the file's name.
 */
export function namesOf(company: string | null, fileName: string): Names {
  const candidates = [wordsOf(company ?? ''), wordsOf(headOf(fileName))].filter((words) => words.length > 0)
  const names = new Set<string>()
  const shortNames = new Set<string>()
  for (const words of candidates) {
    const core = words.filter((word) => word !== '&')
    names.add(core.join(''))
    for (let length = 1; length < core.length; length += 1) shortNames.add(core.slice(0, length).join(''))
    for (const initials of initialsOf(words)) shortNames.add(initials)
    for (const blend of blendsOf(core)) shortNames.add(blend)
  }
  return {
    names: [...names].filter((name) => name.length >= 2),
    shortNames: [...shortNames].filter((name) => name.length >= 2 && !names.has(name)),
  }
}

/** A mention of an issuer: the words `[start, end)` of the question, and how surely they mean it, up to 1. */
export interface Mention {
  readonly start: number
  readonly end: number
  readonly strength: number
}

export interface QuestionWord {
  /** Letters and digits only, normalised. */
  readonly compact: string
  /** Written with a capital or a digit, not only because it starts the sentence. */
  readonly proper: boolean
  readonly start: number
  readonly end: number
}

/** The words of a question for {@link mentionOf}, with their places in it; "and" and "&" are no words. */
export function questionWords(question: string): QuestionWord[] {
  const shouted = question === question.toUpperCase()
  const whispered = question === question.toLowerCase()
  return [...question.matchAll(/[\p{L}\p{N}][\p{L}\p{M}\p{N}.'’\u200c&-]*/gu)].flatMap((match) => {
    const written = match[0].replace(/['’]s?$/iu, '').replace(/[.'’-]+$/u, '')
    const before = question.slice(0, match.index).trimEnd()
    const opens = before === '' || /[.?!:]$/u.test(before)
    const capital = /\p{Lu}|\p{N}|[\u0600-\u06ff]/u.test(written.slice(0, 1)) || /.\p{Lu}/u.test(written)
    const compact = compactOf(written)
    if (compact === '' || compact === 'and') return []
    const proper = whispered || shouted || (capital && (!opens || /.[\p{Lu}\p{N}]/u.test(written)))
    return [{ compact, proper, start: match.index, end: match.index + match[0].length }]
  })
}

/** Where `words` mention the issuer, the surest and longest mention; null when they do not. */
export function mentionOf({ names, shortNames }: Names, words: readonly QuestionWord[]): Mention | null {
  let best: Mention | null = null
  const consider = (start: number, end: number, strength: number) => {
    if (
      !best ||
      strength > best.strength ||
      (strength === best.strength && end - start > best.end - best.start)
    )
      best = { start, end, strength }
  }
  for (let start = 0; start < words.length; start += 1) {
    let joined = ''
    for (let end = start + 1; end <= Math.min(words.length, start + LONGEST_NAME); end += 1) {
      const word = words[end - 1]
      if (!word) break
      joined += word.compact
      const proper = words.slice(start, end).every((each) => each.proper)
      if (names.includes(joined) && (proper || end - start > 1)) consider(start, end, 1)
      else if (shortNames.includes(joined) && proper) consider(start, end, 0.8)
      else if (proper && joined.length >= 4 && names.some((name) => clips(joined, name)))
        consider(start, end, 0.6)
    }
  }
  return best
}

/** Of the mentions, those that are not part of a longer one: "American" within "American Express" means no other American. */
export function withoutPartial<T extends { readonly mention: Mention }>(found: readonly T[]): T[] {
  return found.filter(
    ({ mention }) =>
      !found.some(
        ({ mention: other }) =>
          other.start <= mention.start &&
          other.end >= mention.end &&
          (other.end - other.start > mention.end - mention.start ||
            (other.end - other.start === mention.end - mention.start && other.strength > mention.strength)),
      ),
  )
}

const LONGEST_NAME = 6
/** True when `short` starts the name and leaves off at most as much as it keeps, as in "Pepsi" for "PepsiCo". */
const clips = (short: string, name: string): boolean =>
  name.startsWith(short) && name.length <= short.length * 2

const compactOf = (text: string): string => normalize(text).replace(/[^\p{L}\p{N}]/gu, '')

/** The words of a name without legal forms, "the" and "and"; an ampersand stays for the initials. */
function wordsOf(name: string): string[] {
  const words = normalize(name)
    .replace(/\(.*?\)|\/[a-z]{2,3}\/?$/gu, ' ')
    .replace(/\.com\b/gu, '')
    .replace(/\band\b/gu, '&')
    .split(/[^\p{L}\p{N}&.'-]+/u)
    .flatMap((word) => (word === '&' ? ['&'] : [compactOf(word)]))
    .filter((word) => word !== '')
  const named = words.filter((word, index) => !(index === 0 && word === 'the'))
  while (named.length > 1 && legalForms.has(named.at(-1) ?? '')) named.pop()
  return named
}

const legalForms = new Set(
  (
    'inc incorporated corp corporation co company companies ltd limited llc lp plc sa ag nv se spa group holding holdings the & ' +
    'trust partners شرکت سهامی عام خاص'
  ).split(' '),
)

/** "Advanced Micro Devices" is AMD; with an ampersand it may be spoken, as in A&B, "AnB" and "A and B". */
function initialsOf(words: readonly string[]): string[] {
  const first = (word: string) => word.slice(0, 1)
  const letters = words.filter((word) => word !== '&').map(first)
  if (words.includes('&')) {
    return ['', 'n', 'and'].map((joint) => words.map((word) => (word === '&' ? joint : first(word))).join(''))
  }
  return letters.length >= 3 ? [letters.join('')] : []
}

/** The heads of the first two words run together, as "FedEx" is made of Federal Express. */
function blendsOf([first = '', second = '']: readonly string[]): string[] {
  if (first.length < 4 || second.length < 4) return []
  return [2, 3].flatMap((head) => [2, 3].map((tail) => first.slice(0, head) + second.slice(0, tail)))
}

/** What stands in a file's name before its period and form: "ACME_WIDGETS_2021_10K.pdf" is of "ACME WIDGETS". */
export function headOf(fileName: string): string {
  const stem = fileName
    .replace(/\.[a-z0-9]{1,5}$/iu, '')
    .replace(/(?<!\d)(10|20|8|6)-([kqf])(?!\p{L})/giu, '$1$2')
  const words = stem.split(/[\s_.,()+-]+/u).filter((word) => word !== '')
  const end = words.findIndex((word) => PERIOD_OR_FORM.test(word))
  const head = end === -1 ? words : words.slice(0, end)
  return head.filter((word) => /\p{L}/u.test(word) && !DOCUMENT_WORD.test(word)).join(' ')
}

const PERIOD_OR_FORM =
  /^(?:(?:fy|cy)?(?:19|20)\d{2}.*|(?:fy|cy|q[1-4]|[1-4]q|h[12]).{0,5}|10-?[kq](?:a|405)?|8-?k|20-?f|6-?k|\d{4,}.*|1[34]\d{2}|annual|quarterly|earnings|form)$/iu
const DOCUMENT_WORD = /^(?:report|filing|document|scan|copy|final|draft|untitled|download|file|pdf)$/iu

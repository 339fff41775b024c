/** Turns text into the terms that documents are indexed by and questions are matched with; one analysis for both languages. */
import { stemmer } from 'stemmer'
import { normalize } from './normalize.ts'
import { numberTerms } from './numbers.ts'
import { compoundParts, isPersian, joinPersian, stemPersian, withoutHalfSpaces } from './persian.ts'
import { stopWords } from './stop-words.ts'

export interface Token {
  /** The normalised word as it stood in the text, or the number as it was written. */
  readonly word: string
  /** What is indexed; the first is the word itself, others are further ways to find it. Empty for stop words. */
  readonly terms: readonly string[]
}

/** The tokens of `text` in order. Stop words are among them, without terms, so that distances and phrases stay true. */
export function analyze(text: string): Token[] {
  const words = joinPersian(normalize(spellOut(text)).match(WORD) ?? [])
  return words.map((word, index) => ({ word, terms: termsOf(word, words[index + 1]) }))
}

/** The stemmed form of one normalised word; cached, since filings repeat their words. */
export function stem(word: string): string {
  const known = stems.get(word)
  if (known !== undefined) return known
  const stemmed = isPersian(word) ? stemPersian(word) : SHORT_OR_MIXED.test(word) ? word : stemmer(word)
  if (stems.size >= STEMS_KEPT) stems.clear()
  stems.set(word, stemmed)
  return stemmed
}

/**
 * In order: amounts with sign, separators and percent; forms and codes that start with a digit (10-k, 5g); words joined by `&`
 * (r&d, pp&e); abbreviations with dots (u.s.); words, with half-spaces inside.
 */
const WORD =
  /\(?(?:(?<![\p{L}\d])-)?\$?\d[\d,]{0,30}(?:\.\d{1,30})?\)?%?(?![\p{L}\d-]{0,12}\p{L})|\d{1,12}-?\p{L}[\p{L}\d]*|\p{L}+(?:&\p{L}+)+|(?:\p{L}\.){2,}|\p{L}[\p{L}\p{M}\d\u200c]*/gu

/** Possessives and elisions, cut before the words are. */
const POSSESSIVE = /(\p{L})['’]s?(?![\p{L}])/giu
/** `FY2018`, `FY18`, `FY 2018` say fiscal year 2018. */
const FISCAL_YEAR = /\bFY\s?['’]?(\d{2}|\d{4})\b/giu
/** `(Q2` and `Q2'23` keep the quarter and the year apart. */
const QUARTER_AND_YEAR = /\b([1-4])Q\s?['’]?(\d{2}|\d{4})\b|\bQ([1-4])\s?['’]?(\d{2}|\d{4})\b/giu

function spellOut(text: string): string {
  return text
    .replace(FISCAL_YEAR, (_, year: string) => ` fiscal ${fullYear(year)} `)
    .replace(
      QUARTER_AND_YEAR,
      (_, a?: string, b?: string, c?: string, d?: string) => ` q${a ?? c} ${fullYear(b ?? d ?? '')} `,
    )
    .replace(POSSESSIVE, '$1')
}

/** Two digits are of this century up to 2069, as in POSIX. */
export function fullYear(digits: string): number {
  const year = Number(digits)
  if (digits.length !== 2) return year
  return year < 69 ? 2000 + year : 1900 + year
}

function termsOf(word: string, next: string | undefined): readonly string[] {
  if (stopWords.has(withoutHalfSpaces(word))) return NONE
  if (STARTS_AS_NUMBER.test(word)) {
    return HAS_LETTER.test(word) ? [word.replace('-', '')] : numberTerms(word, next)
  }
  if (word.includes('.')) return [word.replaceAll('.', '')]
  if (word.length > LONGEST_WORD) return NONE
  const parts = compoundParts(word).filter((part) => part.length >= SHORTEST_PART && !stopWords.has(part))
  return [...new Set([stem(word), ...parts.map(stem)])]
}

const NONE: readonly string[] = []
const STARTS_AS_NUMBER = /^\(?-?\$?\d/u
const HAS_LETTER = /\p{L}/u
/** Not English words: codes with digits or `&`, and words too short to have an ending. */
const SHORT_OR_MIXED = /[\d&]|^.{1,2}$/u
/** Shorter parts of a compound are particles, which many compounds share. */
const SHORTEST_PART = 3
/** Longer runs of letters are noise (encoded data, lost spaces) and would bloat the index. */
const LONGEST_WORD = 64

const stems = new Map<string, string>()
const STEMS_KEPT = 200_000

/** Cuts the part out of a passage that says most of what was asked, and marks the words that were found. */
import type { Snippet } from '../../contract/index.ts'
import { analyze } from './analyze.ts'

/** UTF-16 code units: two lines of a result list. */
const LENGTH = 240
const WORD = /[\p{L}\p{M}\p{N}\u200c$%&'’.,-]+/gu
/** Punctuation that ends a sentence or a quotation, not the full stop of “U.S.”. */
const TRAILING = /(?<!\.\p{L})['’.,-]+$/u

interface Word {
  readonly start: number
  readonly end: number
  /** The terms that it was found by; empty for other words. */
  readonly found: readonly string[]
}

/** Makes the snippets of one search for `terms`. */
export function createSnippets(terms: ReadonlySet<string>): (text: string) => Snippet {
  const isFound = (term: string) => terms.has(term)
  return (text) => {
    const words: Word[] = []
    for (const { 0: word, index: start } of text.matchAll(WORD)) {
      const read = readWord(word)
      words.push({
        start,
        end: start + read.length,
        found: read.terms.some(isFound) ? read.terms.filter(isFound) : NONE,
      })
    }
    return cut(text, words)
  }
}

const NONE: readonly string[] = []

/** A word as it stands in a text, without punctuation at its end; cached, since texts repeat their words. */
function readWord(word: string): { readonly length: number; readonly terms: readonly string[] } {
  const known = wordsRead.get(word)
  if (known) return known
  const length = word.replace(TRAILING, '').length || word.length
  const read = { length, terms: analyze(word).flatMap((token) => token.terms) }
  if (wordsRead.size >= WORDS_KEPT) wordsRead.clear()
  wordsRead.set(word, read)
  return read
}

const wordsRead = new Map<string, { readonly length: number; readonly terms: readonly string[] }>()
/** About 15 MB. */
const WORDS_KEPT = 100_000

/** The window of at most {@link LENGTH} that holds the most different terms, then the most of them; the earliest of equals. */
function cut(text: string, words: readonly Word[]): Snippet {
  const matches = words.filter(({ found }) => found.length > 0)
  let best = { from: 0, to: 0, score: -1 }
  for (let first = 0; first < matches.length; first += 1) {
    const from = matches[first]?.start ?? 0
    const within = matches.slice(first).filter(({ end }) => end - from <= LENGTH * 0.8)
    const distinct = new Set(within.flatMap(({ found }) => found)).size
    const score = distinct * 100 + within.length
    if (score > best.score) best = { from, to: within.at(-1)?.end ?? from, score }
  }
  const margin = Math.max(0, Math.floor((LENGTH - (best.to - best.from)) / 3))
  const start = wordStart(words, best.from - margin)
  const end = wordEnd(words, start, Math.min(text.length, start + LENGTH))
  return {
    text: text.slice(start, end),
    hits: matches
      .filter((match) => match.start >= start && match.end <= end)
      .map((match) => [match.start - start, match.end - start]),
  }
}

/** The start of the first word at or after `at`. */
const wordStart = (words: readonly Word[], at: number): number =>
  at <= 0 ? 0 : (words.find(({ start }) => start >= at)?.start ?? 0)

/** The end of the last whole word before `limit`; `limit` itself where one word is longer than a snippet. */
function wordEnd(words: readonly Word[], from: number, limit: number): number {
  const last = words.findLast(({ start, end }) => start >= from && end <= limit)
  const next = words.find(({ start }) => start >= (last?.end ?? from))
  return last === undefined || next === undefined ? limit : last.end
}

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

/** Makes the snippets of one search; words seen before are not analysed again. */
export function createSnippets(terms: ReadonlySet<string>): (text: string) => Snippet {
  const known = new Map<string, readonly string[]>()
  const foundBy = (word: string): readonly string[] => {
    const before = known.get(word)
    if (before) return before
    const found = analyze(word).flatMap((token) => token.terms.filter((term) => terms.has(term)))
    known.set(word, found)
    return found
  }
  return (text) => {
    const words = [...text.matchAll(WORD)].map(
      ({ 0: word, index }): Word => ({
        start: index,
        end: index + (word.replace(TRAILING, '').length || word.length),
        found: foundBy(word),
      }),
    )
    return cut(text, words)
  }
}

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

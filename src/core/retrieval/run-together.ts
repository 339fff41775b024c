/** Finds words that lost the spaces between them ("cashandcashequivalents"), by the vocabulary of the document itself. */
import { analyze, type Token } from './analyze.ts'

/**
 * The tokens of each chunk with run-together words taken apart: such a word keeps its own term on the first of its parts. A word
 * is taken apart only when the document uses all the parts as words, and more often than the whole.
 */
export function separateRunTogether(chunks: readonly Token[][]): readonly Token[][] {
  const counts = new Map<string, number>()
  for (const tokens of chunks) {
    for (const { word } of tokens) if (LETTERS.test(word)) counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  const separated = new Map<string, readonly Token[]>()
  for (const [word, count] of counts) {
    if (word.length < SHORTEST_RUN || word.length > LONGEST_RUN) continue
    const parts = split(word, counts, count)
    if (parts) separated.set(word, withWhole(analyze(parts.join(' ')), word))
  }
  if (separated.size === 0) return chunks
  return chunks.map((tokens) => tokens.flatMap((token) => separated.get(token.word) ?? [token]))
}

function withWhole(parts: readonly Token[], whole: string): readonly Token[] {
  const [first, ...rest] = parts
  if (!first) return parts
  const terms = analyze(whole).flatMap((token) => token.terms)
  return [{ word: first.word, terms: [...first.terms, ...terms] }, ...rest]
}

/** The split into the fewest known words, by dynamic programming over the positions in `word`; null when there is none. */
function split(word: string, counts: ReadonlyMap<string, number>, wholeCount: number): string[] | null {
  const enough = Math.max(MINIMUM_USES, wholeCount * 2)
  const best: (string[] | null)[] = [[]]
  for (let end = 1; end <= word.length; end += 1) {
    let fewest: string[] | null = null
    for (let start = Math.max(0, end - LONGEST_PART); start < end; start += 1) {
      const before = best[start]
      if (!before) continue
      const part = word.slice(start, end)
      if (part.length < SHORTEST_PART && !glue.has(part)) continue
      if ((counts.get(part) ?? 0) < enough) continue
      if (!fewest || before.length + 1 < fewest.length) fewest = [...before, part]
    }
    best[end] = fewest
  }
  const parts = best[word.length]
  return parts && parts.length > 1 ? parts : null
}

const LETTERS = /^\p{L}+$/u
/** Shorter words are rarely two, and long enough words are rarely one. */
const SHORTEST_RUN = 12
const LONGEST_RUN = 64
const SHORTEST_PART = 4
const LONGEST_PART = 20
const MINIMUM_USES = 3
/** Short words that stand between others; any other short word would split too much. */
const glue = new Set([
  'of',
  'and',
  'in',
  'to',
  'the',
  'for',
  'by',
  'on',
  'net',
  'at',
  'tax',
  'per',
  'و',
  'از',
  'در',
  'به',
])

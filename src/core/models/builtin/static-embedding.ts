/**
 * Embeds text by the sum of its words' vectors, in plain TypeScript (Model2Vec’s family: Tulkens and van Dongen 2024). The weights of
 * the words (smooth inverse frequency, Arora, Liang and Ma 2017) are in the vectors already.
 */
import type { ModelFile } from './model-file.ts'
import { wordsOf } from './words.ts'

/** A part of a word that is not known; shorter ones say too little. */
const SHORTEST_PART = 4
/** Words met before: enough for the vocabulary of a library, and bounded. */
const REMEMBERED = 100_000

export interface StaticEmbedding {
  readonly dimensions: number
  /** A unit vector, or zeros where no word is known; `words` is how many it was made of. */
  embed(text: string): { readonly vector: Float32Array; readonly words: number }
}

export function createStaticEmbedding({ dimensions, rows, scales, values }: ModelFile): StaticEmbedding {
  const known = new Map<string, readonly number[]>()

  /** The word's row; of one that is not known, the rows of its longest known parts from its start on. */
  function rowsOf(word: string): readonly number[] {
    const remembered = known.get(word)
    if (remembered) return remembered
    const own = rows.get(word)
    const found = own === undefined ? partsOf(word) : [own]
    if (known.size >= REMEMBERED) known.clear()
    known.set(word, found)
    return found
  }

  function partsOf(word: string): number[] {
    const found: number[] = []
    let start = 0
    // Longer ones are no words but what a PDF ran together, or worse.
    const end = Math.min(word.length, 64)
    while (end - start >= SHORTEST_PART) {
      let length = end - start
      while (length >= SHORTEST_PART && !rows.has(word.slice(start, start + length))) length -= 1
      const row = rows.get(word.slice(start, start + length))
      if (row === undefined) break
      found.push(row)
      start += length
    }
    return found
  }

  return {
    dimensions,
    embed(text) {
      const words = wordsOf(text)
      const counts = new Map<number, number>()
      for (const word of words) for (const row of rowsOf(word)) counts.set(row, (counts.get(row) ?? 0) + 1)
      const sum = new Float32Array(dimensions)
      for (const [row, count] of counts) {
        // As in training: the second time a word says less than the first.
        const weight = Math.sqrt(count) * (scales[row] as number)
        const first = row * dimensions
        // Half of the time goes by here: without a check of what lies within both arrays by their making.
        for (let n = 0; n < dimensions; n += 1)
          sum[n] = (sum[n] as number) + weight * (values[first + n] as number)
      }
      let squares = 0
      for (const value of sum) squares += value * value
      if (squares > 0) {
        const length = Math.sqrt(squares)
        for (let n = 0; n < dimensions; n += 1) sum[n] = (sum[n] ?? 0) / length
      }
      return { vector: sum, words: words.length }
    },
  }
}

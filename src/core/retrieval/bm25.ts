/** BM25F over chunks and over the pages they make up, in one pass over the postings. */
import type { CorpusLayout, TermPostings } from './corpus-index.ts'
import { eachPosting } from './postings.ts'

export const bm25Parameters = {
  // k1 and b: Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond", §3.2.
  k1: 1.2,
  b: 0.75,
  /** Headings are repeated on every chunk under them, so they count less than once; their length is not held against a chunk. */
  headingWeight: 0.5,
}

export interface Scores {
  readonly chunks: Float32Array
  readonly pages: Float32Array
}

/**
 * Scores every chunk and page of `layout` for the weighted `terms`. Rarity is counted over the pages searched. A page is scored as
 * one text, so that measures that stand in different chunks of it add up.
 */
export function scoreBm25(
  layout: CorpusLayout,
  terms: ReadonlyMap<string, number>,
  postingsOf: (term: string) => readonly TermPostings[],
  parameters = bm25Parameters,
): Scores {
  const { k1, b, headingWeight } = parameters
  const chunkCount = layout.bodyLength.length
  const pageCount = layout.pageNumber.length
  const { length, pageLength } = layout
  const averageChunk = length / Math.max(1, chunkCount)
  const averagePage = length / Math.max(1, pageCount)
  const chunks = new Float32Array(chunkCount)
  const pages = new Float32Array(pageCount)
  const chunkFrequency = new Float32Array(chunkCount)
  const pageFrequency = new Float32Array(pageCount)
  const touchedChunks = new Int32Array(chunkCount)
  const touchedPages = new Int32Array(pageCount)

  for (const [term, weight] of terms) {
    let chunkHits = 0
    let pageHits = 0
    for (const { document, bytes, start, end } of postingsOf(term)) {
      const firstChunk = layout.firstChunk[document] ?? 0
      let previous = -1
      eachPosting(bytes, start, end, (ordinal, body, heading) => {
        const chunk = firstChunk + ordinal
        const page = layout.pageOfChunk[chunk] ?? 0
        const frequency = body + headingWeight * Math.min(1, heading)
        chunkFrequency[chunk] = frequency
        touchedChunks[chunkHits] = chunk
        chunkHits += 1
        if (page === previous) {
          // The heading above a page's chunks is the same one; it counts once a page.
          pageFrequency[page] = (pageFrequency[page] ?? 0) + body
        } else {
          pageFrequency[page] = frequency
          touchedPages[pageHits] = page
          pageHits += 1
          previous = page
        }
      })
    }
    // Lucene's form of the idf, which stays positive for terms on most pages.
    const idf = weight * Math.log(1 + (pageCount - pageHits + 0.5) / (pageHits + 0.5))
    for (let hit = 0; hit < chunkHits; hit += 1) {
      const chunk = touchedChunks[hit] ?? 0
      const frequency = chunkFrequency[chunk] ?? 0
      const norm = k1 * (1 - b + (b * (layout.bodyLength[chunk] ?? 0)) / averageChunk)
      chunks[chunk] = (chunks[chunk] ?? 0) + (idf * frequency * (k1 + 1)) / (frequency + norm)
    }
    for (let hit = 0; hit < pageHits; hit += 1) {
      const page = touchedPages[hit] ?? 0
      const frequency = pageFrequency[page] ?? 0
      const norm = k1 * (1 - b + (b * (pageLength[page] ?? 0)) / averagePage)
      pages[page] = (pages[page] ?? 0) + (idf * frequency * (k1 + 1)) / (frequency + norm)
    }
  }
  return { chunks, pages }
}

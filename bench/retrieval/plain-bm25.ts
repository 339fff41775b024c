/** The reference: BM25 over whole pages without stop words, and nothing else. */
import { eng, fas } from 'stopword'

export interface PageText {
  readonly documentId: string
  /** 1-based. */
  readonly page: number
  readonly text: string
}

// Robertson & Zaragoza 2009, §3.2.
const K1 = 1.2
const B = 0.75
const stopWords = new Set([...eng, ...fas])

const englishWords = (text: string): string[] =>
  (text.toLowerCase().match(/[a-z0-9]+/gu) ?? []).filter((word) => !stopWords.has(word))

/** Words of any script as they are spelled, half-spaces inside. */
export const persianWords = (text: string): string[] =>
  (text.toLowerCase().match(/[\p{L}\p{M}\p{N}\u200c]+/gu) ?? []).filter((word) => !stopWords.has(word))

/** Answers a question with the pages of `pages` (those of `documentId` when given), best first. */
export function plainBm25(
  pages: readonly PageText[],
  wordsOf: (text: string) => string[] = englishWords,
): (question: string, documentId: string | undefined, limit: number) => PageText[] {
  const indexed = pages.map((page) => {
    const words = wordsOf(page.text)
    const counts = new Map<string, number>()
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
    return { page, counts, length: words.length }
  })
  return (question, documentId, limit) => {
    const searched = indexed.filter(({ page }) => documentId === undefined || page.documentId === documentId)
    const average = searched.reduce((sum, { length }) => sum + length, 0) / searched.length
    const terms = [...new Set(wordsOf(question))].map((word) => {
      const holders = searched.filter(({ counts }) => counts.has(word)).length
      return { word, idf: Math.log(1 + (searched.length - holders + 0.5) / (holders + 0.5)) }
    })
    return searched
      .map(({ page, counts, length }) => {
        const norm = K1 * (1 - B + (B * length) / average)
        const score = terms.reduce((sum, { word, idf }) => {
          const frequency = counts.get(word) ?? 0
          return sum + (idf * frequency * (K1 + 1)) / (frequency + norm)
        }, 0)
        return { page, score }
      })
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score)
      .slice(0, limit)
      .map(({ page }) => page)
  }
}

/** Where the page that answers stands among those found, and what that makes as hit@k and MRR. */
import type { BenchQuestion } from './corpus.ts'
import type { Library } from './library.ts'
import type { Search } from './search.ts'

/** One document is searched, or all of them. */
export const MODES = ['single', 'shared'] as const

/** For each question, the rank of the first page that answers it; infinite when none is found. */
export async function ranksOf(
  questions: readonly BenchQuestion[],
  ids: Library['ids'],
  search: Search,
  mode: (typeof MODES)[number],
): Promise<number[]> {
  const ranks: number[] = []
  for (const { document, question, evidencePages } of questions) {
    const id = ids.get(`${document}.pdf`)
    if (id === undefined) throw new Error(`the corpus has no ${document}.pdf`)
    const found = await search(question, mode === 'single' ? id : undefined)
    const at = found.findIndex(({ documentId, page }) => documentId === id && evidencePages.includes(page))
    ranks.push(at === -1 ? Number.POSITIVE_INFINITY : at + 1)
  }
  return ranks
}

/** hit@k for each of `cuts`, then MRR. */
export function measures(ranks: readonly number[], cuts: readonly number[]): [string, number][] {
  const share = (cut: number) => ranks.filter((rank) => rank <= cut).length / ranks.length
  const mrr = ranks.reduce((sum, rank) => sum + 1 / rank, 0) / ranks.length
  return [...cuts.map((cut): [string, number] => [`hit@${cut}`, share(cut)]), ['MRR', mrr]]
}

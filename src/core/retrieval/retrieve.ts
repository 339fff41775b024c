/** Search: reads the question, fetches its postings in one query, ranks pages and loads the best passage of each. */
import type { Scope, SearchResult } from '../../contract/index.ts'
import type { Transaction } from '../database/index.ts'
import { openCorpus } from './corpus.ts'
import { vectorScores } from './fusion.ts'
import { readQuestion } from './question.ts'
import { rankPages } from './rank.ts'
import { loadResults } from './results.ts'
import { isUnlimited } from './scope.ts'
import { traitsOf } from './space-traits.ts'
import { type QueryVector, searchVectors } from './vector.ts'

export interface RetrieveRequest {
  readonly tenantId: string
  readonly query: string
  readonly scope: Scope
  /** How many pages; each gives one result. */
  readonly limit: number
  /** The query in the workspace's embedding space; without it the search is by keyword alone. */
  readonly vector?: QueryVector
}

/**
 * Chunks fetched by vector, however many pages are wanted: similarities are scaled by the last of them (see fusion.ts), so that a
 * number that followed the limit would order the same pages in another way for another limit.
 */
const VECTOR_HITS = 200

/** The pages that answer `query` best, one result a page; nothing when no word of it and no vector is found. */
export async function retrieve(tx: Transaction, request: RetrieveRequest): Promise<SearchResult[]> {
  const { tenantId, query, scope, limit, vector } = request
  const corpus = await openCorpus(tx, tenantId, scope)
  const { layout } = corpus
  const question = readQuestion(
    query,
    layout.documents.map(({ identity }) => identity),
  )
  const postings = await corpus.postings(tx, [...question.terms.keys()])
  const hits = vector
    ? await searchVectors(tx, {
        ...{ tenantId, vector, limit: VECTOR_HITS },
        documentIds: isUnlimited(scope) ? undefined : layout.documents.map(({ id }) => id),
        chunks: layout.bodyLength.length,
      })
    : []
  const traits = vector && traitsOf(vector.space)
  const ranked = rankPages(layout, question, (term) => postings.get(term) ?? [], limit, {
    vectors: vectorScores(layout, hits, traits?.least),
    ...(traits && { vectorWeight: traits.weight }),
  })
  return loadResults(
    tx,
    tenantId,
    ranked.map(({ document, page, ordinal, score }) => ({
      page,
      ordinal,
      score,
      documentId: layout.documents[document]?.id ?? '',
    })),
    new Set(question.terms.keys()),
  )
}

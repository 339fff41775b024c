/** The ways to search a library that benchmarks compare. */
import { asc } from 'drizzle-orm'
import { pages } from '../../src/core/database/index.ts'
import { type QueryVector, retrieve } from '../../src/core/retrieval/index.ts'
import { type Library, vectorOf } from './library.ts'
import type { PageText } from './plain-bm25.ts'

export interface Place {
  readonly documentId: string
  readonly page: number
}
/** Pages for a question, best first; of `documentId` alone when given. */
export type Search = (
  question: string,
  documentId: string | undefined,
) => Promise<readonly Place[]> | readonly Place[]

/** How many pages a search returns. */
export const DEPTH = 200

export function pageTexts({ actor, database }: Library): Promise<PageText[]> {
  return database.asTenant(actor, (tx) =>
    tx
      .select({ documentId: pages.documentId, page: pages.number, text: pages.text })
      .from(pages)
      .orderBy(asc(pages.documentId), asc(pages.number)),
  )
}

/** The product's search; by keyword alone where `vectorOf` gives nothing. */
export function productSearch(
  { actor, database }: Library,
  vectorOf: (question: string) => Promise<QueryVector | undefined> = async () => undefined,
): Search {
  return async (query, documentId) => {
    const vector = await vectorOf(query)
    const scope = documentId === undefined ? {} : { documentIds: [documentId] }
    const results = await database.asTenant(actor, (tx) =>
      retrieve(tx, { tenantId: actor.tenantId, query, scope, limit: DEPTH, ...(vector && { vector }) }),
    )
    return results.map(({ document, page }) => ({ documentId: document.id, page }))
  }
}

/** What `productSearch` takes to search by meaning too; null where the library was not embedded. */
export function questionVectors(
  library: Library,
): ((question: string) => Promise<QueryVector | undefined>) | null {
  return library.embedding && ((question) => vectorOf(library, question))
}

/** Turns ranked pages into search results: the passage, where it stands and the rectangles of its lines. */
import { and, eq, sql } from 'drizzle-orm'
import type { SearchResult } from '../../contract/index.ts'
import { chunks, documents, type Transaction } from '../database/index.ts'
import type { RankedPage } from './rank.ts'
import { createSnippets } from './snippet.ts'

/** A ranked page with the document's id in place of its index. */
export type RankedPassage = Pick<RankedPage, 'page' | 'ordinal' | 'score'> & { readonly documentId: string }

/** The results of `ranked` in its order, their snippets around `terms`; passages that were removed meanwhile are left out. */
export async function loadResults(
  tx: Transaction,
  tenantId: string,
  ranked: readonly RankedPassage[],
  terms: ReadonlySet<string>,
): Promise<SearchResult[]> {
  if (ranked.length === 0) return []
  // Each looked up on its own: a list of pairs has the planner, which knows no figures of a new table, read every chunk there is.
  const passage = tx
    .select({
      chunkId: sql<string>`${chunks.id}`.as('chunk_id'),
      documentId: chunks.documentId,
      ordinal: chunks.ordinal,
      page: chunks.page,
      text: chunks.text,
      headingPath: chunks.headingPath,
      lines: chunks.lines,
    })
    .from(chunks)
    .where(
      and(
        eq(chunks.tenantId, tenantId),
        sql`(${chunks.documentId}, ${chunks.ordinal}) = (wanted.document_id, wanted.ordinal)`,
      ),
    )
    .limit(1)
    .as('passage')
  const ids = `{${ranked.map(({ documentId }) => documentId).join(',')}}`
  const ordinals = `{${ranked.map(({ ordinal }) => ordinal).join(',')}}`
  const rows = await tx
    .select({
      chunkId: passage.chunkId,
      documentId: passage.documentId,
      // In the list: the planner would join the other way round, and look up the passages once for each document there is.
      name: sql<string>`(
        select ${documents.name} from ${documents}
        where ${documents.tenantId} = ${tenantId} and ${documents.id} = ${passage.documentId}
      )`,
      ordinal: passage.ordinal,
      page: passage.page,
      text: passage.text,
      headingPath: passage.headingPath,
      lines: passage.lines,
    })
    .from(sql`unnest(${ids}::uuid[], ${ordinals}::int[]) as wanted (document_id, ordinal)`)
    .crossJoinLateral(passage)
  const snippetOf = createSnippets(terms)
  const byPlace = new Map(rows.map((row) => [`${row.documentId} ${row.ordinal}`, row]))
  return ranked.flatMap(({ documentId, ordinal, score }) => {
    const row = byPlace.get(`${documentId} ${ordinal}`)
    if (!row) return []
    return [
      {
        chunkId: row.chunkId,
        document: { id: documentId, name: row.name },
        page: row.page,
        score,
        text: row.text,
        // Made when it is read: a chat has no use for it.
        get snippet() {
          return snippetOf(row.text)
        },
        headingPath: row.headingPath,
        rects: row.lines.map(({ x, y, width, height }) => ({ page: row.page, x, y, width, height })),
      },
    ]
  })
}

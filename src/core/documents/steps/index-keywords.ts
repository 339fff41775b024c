/**
 * Step 3: the keyword index. It comes before embedding, so that a document whose embedding model cannot be reached is searchable
 * all the same.
 */
import { and, asc, eq } from 'drizzle-orm'
import { chunks } from '../../database/index.ts'
import { saveIndex } from '../../retrieval/index.ts'
import type { Step } from './step.ts'

export const indexKeywords: Step = async ({ actor, analysis, database, signal, store }, document) => {
  const rows = await database.asTenant(actor, (tx) =>
    tx
      .select({
        ordinal: chunks.ordinal,
        page: chunks.page,
        text: chunks.text,
        headingPath: chunks.headingPath,
        lines: chunks.lines,
      })
      .from(chunks)
      .where(and(eq(chunks.tenantId, actor.tenantId), eq(chunks.documentId, document.id)))
      .orderBy(asc(chunks.ordinal)),
  )
  const indexable = rows.map(({ lines, ...row }) => ({
    ...row,
    hasTable: lines.some((line) => line.role === 'table'),
  }))
  const index = await analysis.index(
    { name: document.name, identity: document.identity, chunks: indexable },
    signal,
  )
  return database.asTenant(actor, async (tx) => {
    await saveIndex(tx, actor.tenantId, document.id, index)
    return store.advanceIn(tx, actor, document, { status: 'embedding' })
  })
}

/** Step 2: the pages cut into chunks, and what the document says it is. */
import { and, asc, eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { AppError } from '../../../contract/index.ts'
import { bulkInsert, chunks, pages } from '../../database/index.ts'
import type { Step } from './step.ts'

export const chunk: Step = async ({ actor, analysis, database, signal, store }, document) => {
  const ofDocument = { tenantId: actor.tenantId, documentId: document.id }
  const extracted = await database.asTenant(actor, (tx) =>
    tx
      .select()
      .from(pages)
      .where(and(eq(pages.tenantId, actor.tenantId), eq(pages.documentId, document.id)))
      .orderBy(asc(pages.number)),
  )
  const result = await analysis.chunk(
    { name: document.name, title: document.identity.title, pages: extracted },
    signal,
  )
  // Extraction says so too, but not when it was cut short and went on behind the first pages.
  if (result.chunks.length === 0 || result.pagesWithoutText.length === extracted.length) {
    throw new AppError('document_no_text', { name: document.name })
  }
  return database.asTenant(actor, async (tx) => {
    // Pages are extracted once, but chunking may run again when the rules for it change.
    await tx
      .delete(chunks)
      .where(and(eq(chunks.tenantId, actor.tenantId), eq(chunks.documentId, document.id)))
    await bulkInsert(
      tx,
      chunks,
      result.chunks.map((chunk) => ({ ...chunk, ...ofDocument, id: uuidv7() })),
    )
    return store.advanceIn(tx, actor, document, {
      ...result.identity,
      pagesWithoutText: result.pagesWithoutText,
      status: 'indexing',
    })
  })
}

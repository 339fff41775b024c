/** What can be done to the notes on passages: everyone writes their own. */
import { and, eq, type SQL, sql } from 'drizzle-orm'
import { type Actor, AppError } from '../../contract/index.ts'
import { annotations, documents, type Transaction } from '../database/index.ts'
import { documentsMeant } from '../documents/index.ts'
import { defineMutation } from '../mutations/index.ts'

export type AnnotationRow = typeof annotations.$inferSelect

export const addAnnotation = defineMutation({
  name: 'annotation.add',
  least: 'member',
  async apply(tx, actor, { id, ...added }): Promise<AnnotationRow> {
    const { tenantId, userId } = actor
    const documentId = await presentDocument(tx, actor, added.documentId)
    const [row] = await tx
      .insert(annotations)
      .values({ ...added, tenantId, id, userId, documentId })
      .onConflictDoUpdate({
        target: [annotations.tenantId, annotations.id],
        set: { documentId },
        setWhere: eq(annotations.userId, userId),
      })
      .returning()
    if (!row) throw new AppError('not_found', { kind: 'annotation', id })
    return row
  },
})

export const editAnnotation = defineMutation({
  name: 'annotation.edit',
  least: 'member',
  async apply(tx, actor, { id, note }): Promise<AnnotationRow> {
    const [row] = await tx
      .update(annotations)
      .set({ note, updatedAt: sql`now()` })
      .where(own(actor, id))
      .returning()
    if (!row) throw new AppError('not_found', { kind: 'annotation', id })
    return row
  },
})

export const removeAnnotation = defineMutation({
  name: 'annotation.remove',
  least: 'member',
  async apply(tx, actor, { id }): Promise<AnnotationRow | undefined> {
    const [row] = await tx.delete(annotations).where(own(actor, id)).returning()
    return row
  },
})

export const annotationMutations = [addAnnotation, editAnnotation, removeAnnotation] as const

function own({ tenantId, userId }: Actor, id: string): SQL | undefined {
  return and(eq(annotations.tenantId, tenantId), eq(annotations.userId, userId), eq(annotations.id, id))
}

/** @throws {AppError} not_found */
async function presentDocument(tx: Transaction, actor: Actor, id: string): Promise<string> {
  const [meant = id] = await documentsMeant(tx, actor, [id])
  const [document] = await tx
    .select({ id: documents.id })
    .from(documents)
    .where(and(eq(documents.tenantId, actor.tenantId), eq(documents.id, meant)))
  if (!document) throw new AppError('not_found', { kind: 'document', id })
  return document.id
}

/** The notes on passages, as the contract says: everyone reads them all and writes their own. */
import { and, asc, eq } from 'drizzle-orm'
import { type Actor, type Annotation, AppError, type NewAnnotation } from '../../contract/index.ts'
import type { Publish } from '../changes/index.ts'
import { annotations, type Database, documents, type Transaction, users } from '../database/index.ts'
import { documentsMeant } from '../documents/index.ts'
import type { Mutator } from '../mutations/index.ts'
import { addAnnotation, editAnnotation, removeAnnotation } from './annotation-mutations.ts'

export interface Annotations {
  /** In the order of the pages, the oldest of a page first. @throws {AppError} not_found without the document */
  list(actor: Actor, documentId: string): Promise<Annotation[]>
  /** @throws {AppError} not_found without the document */
  add(actor: Actor, added: NewAnnotation): Promise<Annotation>
  /** @throws {AppError} not_found, also for another's */
  edit(actor: Actor, id: string, note: string): Promise<Annotation>
  /** @throws {AppError} not_found, also for another's */
  remove(actor: Actor, id: string): Promise<void>
}

export function createAnnotations({
  database,
  mutator,
  publish,
}: {
  readonly database: Database
  readonly mutator: Mutator
  readonly publish: Publish
}): Annotations {
  const tell = (actor: Actor, documentId: string) => publish(actor, { type: 'annotations', documentId })
  mutator.on(addAnnotation, (actor, { documentId }) => tell(actor, documentId))
  mutator.on(editAnnotation, (actor, { documentId }) => tell(actor, documentId))
  mutator.on(removeAnnotation, (actor, removed) => {
    if (removed) tell(actor, removed.documentId)
  })
  return {
    list: (actor, documentId) =>
      database.asTenant(actor, async (tx) => {
        const [meant = documentId] = await documentsMeant(tx, actor, [documentId])
        const there = and(eq(documents.tenantId, actor.tenantId), eq(documents.id, meant))
        if ((await tx.$count(documents, there)) === 0)
          throw new AppError('not_found', { kind: 'document', id: documentId })
        return read(tx, actor, eq(annotations.documentId, meant))
      }),
    async add(actor, added) {
      const { id } = await mutator.mutate(actor, addAnnotation, { ...added, rects: [...added.rects] })
      return one(actor, id)
    },
    async edit(actor, id, note) {
      await mutator.mutate(actor, editAnnotation, { id, note })
      return one(actor, id)
    },
    async remove(actor, id) {
      const { own } = await one(actor, id)
      if (!own) throw new AppError('not_found', { kind: 'annotation', id })
      await mutator.mutate(actor, removeAnnotation, { id })
    },
  }

  async function one(actor: Actor, id: string): Promise<Annotation> {
    const [found] = await database.asTenant(actor, (tx) => read(tx, actor, eq(annotations.id, id)))
    if (!found) throw new AppError('not_found', { kind: 'annotation', id })
    return found
  }
}

async function read(
  tx: Transaction,
  { tenantId, userId }: Actor,
  condition: ReturnType<typeof eq>,
): Promise<Annotation[]> {
  const rows = await tx
    .select({ annotation: annotations, author: users.name })
    .from(annotations)
    .leftJoin(users, eq(users.id, annotations.userId))
    .where(and(eq(annotations.tenantId, tenantId), condition))
    .orderBy(asc(annotations.page), asc(annotations.id))
  return rows.map(({ annotation, author }) => ({
    ...{ id: annotation.id, documentId: annotation.documentId, page: annotation.page },
    ...{ rects: [...annotation.rects], quote: annotation.quote, note: annotation.note },
    author: { id: annotation.userId, name: author ?? '' },
    own: annotation.userId === userId,
    createdAt: annotation.createdAt.toISOString(),
    updatedAt: annotation.updatedAt.toISOString(),
  }))
}

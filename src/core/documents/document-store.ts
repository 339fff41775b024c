/** Reads and writes the rows of documents, always within the actor’s tenant. */
import { and, eq, notInArray, sql } from 'drizzle-orm'
import { type Actor, AppError, type Document, type DocumentStatus } from '../../contract/index.ts'
import { type Database, documents, type Transaction } from '../database/index.ts'
import { type DocumentRow, toDocument } from './document-row.ts'

/** States in which nothing more will happen by itself. */
export const SETTLED: readonly DocumentStatus[] = ['ready', 'failed', 'cancelled']

export interface DocumentStore {
  list(actor: Actor): Promise<Document[]>
  get(actor: Actor, id: string): Promise<Document>
  findByHash(actor: Actor, sha256: string): Promise<Document | undefined>
  insert(actor: Actor, row: typeof documents.$inferInsert): Promise<Document>
  /** Updates the row within `tx`, with whatever else the step writes there; throws `not_found` when it was removed meanwhile. */
  update(tx: Transaction, actor: Actor, id: string, change: Partial<DocumentRow>): Promise<Document>
  /** {@link update} in a transaction of its own. */
  set(actor: Actor, id: string, change: Partial<DocumentRow>): Promise<Document>
  remove(actor: Actor, id: string): Promise<Document>
  /** Documents of every tenant that still have work to be done. */
  unsettled(): Promise<{ tenantId: string; id: string; createdBy: string }[]>
}

export function createDocumentStore(database: Database): DocumentStore {
  const one = (actor: Actor, id: string) => and(eq(documents.tenantId, actor.tenantId), eq(documents.id, id))
  const found = (row: DocumentRow | undefined, id: string): Document => {
    if (!row) throw new AppError('not_found', { kind: 'document', id })
    return toDocument(row)
  }
  const update: DocumentStore['update'] = async (tx, actor, id, change) => {
    const [row] = await tx
      .update(documents)
      .set({ ...change, updatedAt: sql`now()` })
      .where(one(actor, id))
      .returning()
    return found(row, id)
  }
  return {
    update,
    set: (actor, id, change) => database.asTenant(actor, (tx) => update(tx, actor, id, change)),
    async list(actor) {
      const rows = await database.asTenant(actor, (tx) =>
        tx.select().from(documents).where(eq(documents.tenantId, actor.tenantId)).orderBy(documents.id),
      )
      return rows.map(toDocument)
    },
    async get(actor, id) {
      const [row] = await database.asTenant(actor, (tx) => tx.select().from(documents).where(one(actor, id)))
      return found(row, id)
    },
    async findByHash(actor, sha256) {
      const [row] = await database.asTenant(actor, (tx) =>
        tx
          .select()
          .from(documents)
          .where(and(eq(documents.tenantId, actor.tenantId), eq(documents.sha256, sha256))),
      )
      return row && toDocument(row)
    },
    async insert(actor, values) {
      const [row] = await database.asTenant(actor, (tx) => tx.insert(documents).values(values).returning())
      return found(row, values.id)
    },
    async remove(actor, id) {
      const [row] = await database.asTenant(actor, (tx) => tx.delete(documents).where(one(actor, id)).returning())
      return found(row, id)
    },
    unsettled: () =>
      database.asOwner((tx) =>
        tx
          .select({ tenantId: documents.tenantId, id: documents.id, createdBy: documents.createdBy })
          .from(documents)
          .where(notInArray(documents.status, [...SETTLED]))
          .orderBy(documents.id),
      ),
  }
}

/** Reads and writes the rows of documents, always within the actor’s tenant. */
import { and, desc, eq, inArray, isNotNull, isNull, lt, ne, notInArray, type SQL, sql } from 'drizzle-orm'
import {
  type Actor,
  AppError,
  type Document,
  type DocumentStatus,
  type ErrorInfo,
  type FilePage,
  type FilePageInput,
} from '../../contract/index.ts'
import { recordAudit, recordAuditOfEach } from '../audit/index.ts'
import { lockBlob } from '../blobs/index.ts'
import {
  type Database,
  documentIndexes,
  documents,
  embeddings,
  folders,
  lockUntilCommit,
  outbox,
  type Transaction,
  uploadParts,
} from '../database/index.ts'
import { type DocumentRow, toDocument } from './document-row.ts'

/** States in which nothing more will happen by itself. */
export const SETTLED: readonly DocumentStatus[] = ['waiting', 'ready', 'failed', 'cancelled']

export interface DocumentStore {
  list(actor: Actor): Promise<Document[]>
  /** Some of {@link list}, the last added first. */
  page(actor: Actor, input: FilePageInput): Promise<FilePage>
  get(actor: Actor, id: string): Promise<Document>
  /**
   * Updates the row for a step within `tx`, with whatever else the step writes there, only while the document is as the step found it: throws `cancelled` when it was cancelled, went to the
   * bin, or another process has come further with it, so that what the step writes in `tx` is not kept.
   */
  advanceIn(tx: Transaction, actor: Actor, from: Document, change: Partial<DocumentRow>): Promise<Document>
  /** {@link advanceIn} in a transaction of its own. */
  advance(actor: Actor, from: Document, change: Partial<DocumentRow>): Promise<Document>
  /** Ends the document's work for now; a ready one stays ready. */
  settle(actor: Actor, id: string, status: 'failed' | 'cancelled', error: ErrorInfo | null): Promise<Document>
  /** Sets a failed or cancelled document back to the step it stopped at; any other stays as it is. */
  reopen(actor: Actor, id: string): Promise<Document>
  /** The last removed first. */
  listBin(actor: Actor): Promise<Document[]>
  isInBin(actor: Actor, id: string): Promise<boolean>
  /** Ids of the folders in the bin. */
  foldersInBin(actor: Actor): Promise<string[]>
  /** Within `tx`: the text of a new document comes from elsewhere. */
  awaitText(tx: Transaction, actor: Actor, id: string): Promise<void>
  /** The document that holds these bytes. */
  withBytes(
    actor: Actor,
    sha256: string,
  ): Promise<{ readonly document: Document; readonly isBinned: boolean } | undefined>
  /** Deletes the rows of what went to the bin more than `days` days ago, of every tenant. */
  purgeOlderThan(days: number): Promise<{ id: string; tenantId: string; sha256: string }[]>
  /**
   * Calls `remove` unless a document of the tenant holds these bytes, or one that holds them is still to be told to the server, or, there,
   * to come behind its file; none comes to hold them meanwhile, since {@link insertOnce} waits.
   * So a blob that is there after a row was inserted stays.
   */
  removeUnused(tenantId: string, sha256: string, remove: () => Promise<void>): Promise<void>
  /** Those of the hashes that no document of the tenant has. */
  unheld(actor: Pick<Actor, 'tenantId' | 'userId'>, hashes: readonly string[]): Promise<string[]>
  /** Sends documents whose keyword index another version of the analysis made back to indexing. */
  reopenOutdated(indexVersion: number): Promise<void>
  /** Sends ready documents back to embedding, which passes over the chunks that have a vector in the space in use. */
  reopenForEmbedding(): Promise<void>
  /** Sends ready documents that have no vector in `space` back to embedding: they were added under another setting. */
  reopenWithout(space: string): Promise<void>
  /** Documents of every tenant that still have work to be done. */
  unsettled(): Promise<{ tenantId: string; id: string; createdBy: string }[]>
}

export function createDocumentStore(database: Database): DocumentStore {
  const one = (actor: Actor, id: string) => and(eq(documents.tenantId, actor.tenantId), eq(documents.id, id))
  const found = (row: DocumentRow | undefined, id: string): Document => {
    if (!row) throw new AppError('not_found', { kind: 'document', id })
    return toDocument(row)
  }
  const get: DocumentStore['get'] = async (actor, id) => {
    const [row] = await database.asTenant(actor, (tx) => tx.select().from(documents).where(one(actor, id)))
    return found(row, id)
  }
  const advanceIn: DocumentStore['advanceIn'] = async (tx, actor, from, change) => {
    const asFound = and(
      eq(documents.status, from.status),
      eq(documents.pagesDone, from.pagesDone),
      isNull(documents.deletedAt),
    )
    const [row] = await tx
      .update(documents)
      .set({ ...change, updatedAt: sql`now()` })
      .where(and(one(actor, from.id), asFound))
      .returning()
    if (!row) throw new AppError('cancelled')
    return toDocument(row)
  }
  /** Of all tenants. Two workers that start together take turns: each in its own order, they could lock each other out. */
  const reopenReady = (status: DocumentStatus, condition?: SQL) =>
    database.asOwner(async (tx) => {
      await lockUntilCommit(tx, 'reopen documents')
      await tx
        .update(documents)
        .set({ status })
        .where(and(eq(documents.status, 'ready'), condition))
    })
  return {
    advanceIn,
    advance: (actor, from, change) => database.asTenant(actor, (tx) => advanceIn(tx, actor, from, change)),
    async list(actor) {
      const rows = await database.asTenant(actor, (tx) =>
        tx
          .select()
          .from(documents)
          .where(and(eq(documents.tenantId, actor.tenantId), isNull(documents.deletedAt)))
          .orderBy(documents.id),
      )
      return rows.map(toDocument)
    },
    async page(actor, { limit, cursor, status, folderId }) {
      const rows = await database.asTenant(actor, (tx) =>
        tx
          .select()
          .from(documents)
          .where(
            and(
              eq(documents.tenantId, actor.tenantId),
              isNull(documents.deletedAt),
              cursor === undefined ? undefined : lt(documents.id, cursor),
              status === undefined ? undefined : eq(documents.status, status),
              folderId === undefined ? undefined : eq(documents.folderId, folderId),
            ),
          )
          .orderBy(desc(documents.id))
          // One more than asked for says whether there is a next page.
          .limit(limit + 1),
      )
      const items = rows.slice(0, limit).map(toDocument)
      return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
    },
    get,
    async settle(actor, id, status, error) {
      const resumeStatus = sql`case when ${inArray(documents.status, [...SETTLED])} then ${documents.resumeStatus} else ${documents.status} end`
      const [row] = await database.asTenant(actor, (tx) =>
        tx
          .update(documents)
          .set({ status, error, resumeStatus, updatedAt: sql`now()` })
          .where(and(one(actor, id), ne(documents.status, 'ready')))
          .returning(),
      )
      return row ? toDocument(row) : get(actor, id)
    },
    async awaitText(tx, actor, id) {
      await tx
        .update(documents)
        .set({ status: 'waiting' })
        .where(and(one(actor, id), eq(documents.status, 'queued')))
    },
    async reopen(actor, id) {
      const status = sql`coalesce(${documents.resumeStatus}, 'queued')`
      const row = await database.asTenant(actor, async (tx) => {
        const [reopened] = await tx
          .update(documents)
          .set({ status, resumeStatus: null, error: null, updatedAt: sql`now()` })
          .where(and(one(actor, id), inArray(documents.status, ['failed', 'cancelled'])))
          .returning()
        if (reopened) await recordAudit(tx, actor, 'document_retried', id)
        return reopened
      })
      return row ? toDocument(row) : get(actor, id)
    },
    async removeUnused(tenantId, sha256, remove) {
      await database.asOwner(async (tx) => {
        await lockBlob(tx, tenantId, sha256)
        const used = await tx
          .select({ id: documents.id })
          .from(documents)
          .where(and(eq(documents.tenantId, tenantId), eq(documents.sha256, sha256)))
          .limit(1)
        const isToBeSent = and(
          eq(outbox.tenantId, tenantId),
          eq(outbox.name, 'document.add'),
          isNull(outbox.rejection),
          sql`${outbox.args} ->> 'sha256' = ${sha256}`,
        )
        const isToCome = and(
          eq(uploadParts.tenantId, tenantId),
          eq(uploadParts.sha256, sha256),
          sql`length(${uploadParts.bytes}) = 0`,
        )
        const isAwaited =
          (await tx.$count(outbox, isToBeSent)) > 0 || (await tx.$count(uploadParts, isToCome)) > 0
        if (used.length === 0 && !isAwaited) await remove()
      })
    },
    async unheld(actor, hashes) {
      const rows = await database.asTenant(actor, (tx) =>
        tx.select({ sha256: documents.sha256 }).from(documents).where(eq(documents.tenantId, actor.tenantId)),
      )
      const held = new Set(rows.map(({ sha256 }) => sha256))
      return hashes.filter((sha256) => !held.has(sha256))
    },
    async listBin(actor) {
      const rows = await database.asTenant(actor, (tx) =>
        tx
          .select()
          .from(documents)
          .where(and(eq(documents.tenantId, actor.tenantId), isNotNull(documents.deletedAt)))
          .orderBy(desc(documents.deletedAt), documents.id),
      )
      return rows.map(toDocument)
    },
    async isInBin(actor, id) {
      const rows = await database.asTenant(actor, (tx) =>
        tx
          .select({ id: documents.id })
          .from(documents)
          .where(and(one(actor, id), isNotNull(documents.deletedAt))),
      )
      return rows.length > 0
    },
    async foldersInBin(actor) {
      const rows = await database.asTenant(actor, (tx) =>
        tx
          .select({ id: folders.id })
          .from(folders)
          .where(and(eq(folders.tenantId, actor.tenantId), isNotNull(folders.deletedAt))),
      )
      return rows.map(({ id }) => id)
    },
    async withBytes(actor, sha256) {
      const [row] = await database.asTenant(actor, (tx) =>
        tx
          .select()
          .from(documents)
          .where(and(eq(documents.tenantId, actor.tenantId), eq(documents.sha256, sha256))),
      )
      return row && { document: toDocument(row), isBinned: row.deletedAt !== null }
    },
    async purgeOlderThan(days) {
      const longAgo = sql`now() - make_interval(days => ${days})`
      const tenants = await database.asOwner((tx) =>
        tx
          .selectDistinct({ tenantId: documents.tenantId })
          .from(documents)
          .where(lt(documents.deletedAt, longAgo))
          .union(
            tx
              .selectDistinct({ tenantId: folders.tenantId })
              .from(folders)
              .where(lt(folders.deletedAt, longAgo)),
          ),
      )
      const purged: DocumentRow[] = []
      // One after the other: the changes of each are numbered under a lock of its own.
      for (const { tenantId } of tenants) {
        const rows = await database.asTenant({ tenantId, userId: '' }, async (tx) => {
          const own = await tx.delete(documents).where(lt(documents.deletedAt, longAgo)).returning()
          const names = own.map(({ id, name }) => ({ id, details: { name } }))
          await recordAuditOfEach(tx, { tenantId, userId: null }, 'document_purged', names)
          await tx.delete(folders).where(lt(folders.deletedAt, longAgo))
          return own
        })
        purged.push(...rows)
      }
      return purged
    },
    async reopenOutdated(indexVersion) {
      const outdated = sql`exists (
        select from ${documentIndexes} as index
        where index.tenant_id = ${documents.tenantId}
          and index.document_id = ${documents.id}
          and index.version <> ${indexVersion})`
      await reopenReady('indexing', outdated)
    },
    async reopenForEmbedding() {
      await reopenReady('embedding')
    },
    async reopenWithout(space) {
      const without = sql`not exists (
        select from ${embeddings}
        where ${embeddings.tenantId} = ${documents.tenantId}
          and ${embeddings.documentId} = ${documents.id}
          and ${embeddings.space} = ${space}
      )`
      await reopenReady('embedding', without)
    },
    unsettled: () =>
      database.asOwner((tx) =>
        tx
          .select({ tenantId: documents.tenantId, id: documents.id, createdBy: documents.createdBy })
          .from(documents)
          .where(and(notInArray(documents.status, [...SETTLED]), isNull(documents.deletedAt)))
          .orderBy(documents.id),
      ),
  }
}

/** Inserts the row, or finds the one that holds the same bytes; from the bin it comes back into the row's folder. */
export async function insertOnce(
  tx: Transaction,
  actor: Actor,
  values: typeof documents.$inferInsert,
): Promise<{ document: Document; duplicate: boolean }> {
  await lockBlob(tx, actor.tenantId, values.sha256)
  const [inserted] = await tx.insert(documents).values(values).onConflictDoNothing().returning()
  if (inserted) {
    await recordAudit(tx, actor, 'document_added', inserted.id)
    return { document: toDocument(inserted), duplicate: false }
  }
  const sameBytes = and(eq(documents.tenantId, actor.tenantId), eq(documents.sha256, values.sha256))
  const [back] = await tx
    .update(documents)
    .set({ deletedAt: null, folderId: values.folderId ?? null, updatedAt: sql`now()` })
    .where(and(sameBytes, isNotNull(documents.deletedAt)))
    .returning()
  if (back) {
    await recordAudit(tx, actor, 'document_restored', back.id)
    return { document: toDocument(back), duplicate: false }
  }
  const [same] = await tx.select().from(documents).where(sameBytes)
  // Not for its bytes, so for its id.
  if (!same) throw new AppError('conflict', { reason: 'another document has this id' })
  return { document: toDocument(same), duplicate: true }
}

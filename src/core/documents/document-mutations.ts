/** What can be done to documents, whose ids may be aliases (see docs/sync.md). */
import { and, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core'
import { type Actor, AppError, type Document, MAX_TAGS } from '../../contract/index.ts'
import { recordAuditOfEach } from '../audit/index.ts'
import { documentAliases, documents, folders, isOneOf, type Transaction } from '../database/index.ts'
import { defineMutation } from '../mutations/index.ts'
import { documentsMeant } from './aliases.ts'
import { type DocumentRow, toDocument } from './document-row.ts'
import { insertOnce } from './document-store.ts'
import { requireFolder, someFolders } from './folder-store.ts'

export interface AddedRow {
  readonly document: Document
  readonly duplicate: boolean
}

/** The row of a file whose bytes are in the blob store; one in the bin that holds the same comes back. */
export const addDocument = defineMutation({
  name: 'document.add',
  least: 'member',
  async apply(tx, actor, { id, folderId, ...file }): Promise<AddedRow> {
    const { tenantId, userId } = actor
    const added = await insertOnce(tx, actor, {
      ...{ tenantId, id, ...file, folderId: await folderThere(tx, actor, folderId) },
      ...{ status: 'queued', createdBy: userId },
    })
    const documentId = added.document.id
    if (documentId !== id)
      await tx.insert(documentAliases).values({ tenantId, id, documentId }).onConflictDoNothing()
    return added
  },
})

/** Throws `not_found` for one in the bin: a change would show it to the windows again. */
export const renameDocument = defineMutation({
  name: 'document.rename',
  least: 'member',
  async apply(tx, actor, { id, name }): Promise<Document> {
    const [row] = await change(tx, actor, [id], { name }, isNull(documents.deletedAt))
    if (!row) throw new AppError('not_found', { kind: 'document', id })
    return toDocument(row)
  },
})

/**
 * Those in the bin, too, so that they come back where whoever did not know of it has put them; returns the others.
 * @throws {AppError} not_found where none of them is there any more, or not the folder
 */
export const moveDocuments = defineMutation({
  name: 'document.move',
  least: 'member',
  async apply(tx, actor, { ids, folderId }): Promise<Document[]> {
    await requireFolder(tx, actor, folderId)
    return listed(await changeSome(tx, actor, ids, { folderId }))
  },
})

/**
 * One tag at most as often as once on a document; as with {@link moveDocuments}, of those in the bin, too.
 * @throws {AppError} bad_request for too many, not_found where none of the documents is there any more
 */
export const tagDocuments = defineMutation({
  name: 'document.tag',
  least: 'member',
  async apply(tx, actor, { add, ids, remove }): Promise<Document[]> {
    const kept = sql`
      select tag from unnest(${documents.tags}) with ordinality as present (tag, place)
      where tag <> all(${textArray([...add, ...remove])})
      order by place`
    const tags = sql`array(${kept}) || ${textArray([...new Set(add)].filter((tag) => !remove.includes(tag)))}`
    const rows = await changeSome(tx, actor, ids, { tags })
    if (rows.some((row) => row.tags.length > MAX_TAGS))
      throw new AppError('bad_request', { reason: `a document has at most ${MAX_TAGS} tags` })
    return listed(rows)
  },
})

/** To the bin; those that are there already stay as they are, and those that are gone stay gone; neither are returned. */
export const removeDocuments = defineMutation({
  name: 'document.remove',
  least: 'member',
  async apply(tx, actor, { ids }): Promise<Document[]> {
    const deletedAt = sql`now()`
    const rows = await change(tx, actor, ids, { deletedAt }, isNull(documents.deletedAt))
    await recordAuditOfEach(tx, actor, 'document_removed', idsOf(rows))
    return rows.map(toDocument)
  },
})

/**
 * From the bin; to the top where their folder is gone. Those outside it stay as they are and are not returned.
 * @throws {AppError} not_found where none of them is there any more
 */
export const restoreDocuments = defineMutation({
  name: 'document.restore',
  least: 'member',
  async apply(tx, actor, { ids }): Promise<Document[]> {
    const folderId = sql`(
      select ${folders.id}
      from ${folders}
      where ${folders.tenantId} = ${documents.tenantId}
        and ${folders.id} = ${documents.folderId}
        and ${folders.deletedAt} is null)`
    const isBinned = isNotNull(documents.deletedAt)
    const rows = await changeSome(tx, actor, ids, { deletedAt: null, folderId }, isBinned)
    await recordAuditOfEach(tx, actor, 'document_restored', idsOf(rows))
    return rows.map(toDocument)
  },
})

/** Deletes the rows of what is in the bin; files are removed after it. */
export const purgeBin = defineMutation({
  name: 'document.purge',
  least: 'member',
  async apply(tx, actor, { documentIds, folderIds }): Promise<Document[]> {
    const meant = await documentsMeant(tx, actor, documentIds)
    const rows = await tx
      .delete(documents)
      .where(and(someDocuments(actor, meant), isNotNull(documents.deletedAt)))
      .returning()
    await recordAuditOfEach(tx, actor, 'document_purged', namesOf(rows))
    await tx.delete(folders).where(and(someFolders(actor, folderIds), isNotNull(folders.deletedAt)))
    return rows.map(toDocument)
  },
})

export const documentMutations = [
  addDocument,
  renameDocument,
  moveDocuments,
  tagDocuments,
  removeDocuments,
  restoreDocuments,
  purgeBin,
] as const

/** Those of the documents that `condition` holds for. */
async function change(
  tx: Transaction,
  actor: Actor,
  ids: readonly string[],
  values: PgUpdateSetSource<typeof documents>,
  condition?: SQL,
): Promise<DocumentRow[]> {
  const meant = await documentsMeant(tx, actor, ids)
  return tx
    .update(documents)
    .set({ ...values, updatedAt: sql`now()` })
    .where(and(someDocuments(actor, meant), condition))
    .returning()
}

/**
 * {@link change} for what must not look done where it can show nowhere.
 * @throws {AppError} not_found where none of `ids` is there, whatever the condition
 */
async function changeSome(...parts: Parameters<typeof change>): Promise<DocumentRow[]> {
  const [tx, actor, ids] = parts
  const rows = await change(...parts)
  const isThere = async () => someDocuments(actor, await documentsMeant(tx, actor, ids))
  if (rows.length === 0 && (await tx.$count(documents, await isThere())) === 0)
    throw new AppError('not_found', { kind: 'document', id: ids[0] ?? '' })
  return rows
}

/** Those outside the bin: windows would show the others again. */
const listed = (rows: readonly DocumentRow[]): Document[] =>
  rows.filter(({ deletedAt }) => deletedAt === null).map(toDocument)

/** The folder, or the top where it is gone: what is added must not be lost for it. */
async function folderThere(tx: Transaction, actor: Actor, id: string | null): Promise<string | null> {
  if (id === null) return null
  const [folder] = await tx
    .select({ id: folders.id })
    .from(folders)
    .where(and(someFolders(actor, [id]), isNull(folders.deletedAt)))
  return folder?.id ?? null
}

const someDocuments = (actor: Actor, ids: readonly string[]) =>
  and(eq(documents.tenantId, actor.tenantId), isOneOf(documents.id, ids))
const textArray = (values: readonly string[]) =>
  sql`array(select jsonb_array_elements_text(${JSON.stringify(values)}::jsonb))`
const idsOf = (rows: readonly DocumentRow[]) => rows.map(({ id }) => ({ id }))
const namesOf = (rows: readonly DocumentRow[]) => rows.map(({ id, name }) => ({ id, details: { name } }))

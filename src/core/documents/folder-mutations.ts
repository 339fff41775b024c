/** What can be done to folders. */
import { and, isNull, sql } from 'drizzle-orm'
import { AppError, type Folder } from '../../contract/index.ts'
import { recordAuditOfEach } from '../audit/index.ts'
import { documents, folders } from '../database/index.ts'
import { defineMutation } from '../mutations/index.ts'
import {
  changeFolder,
  idsBelow,
  inFolders,
  lockTree,
  missingFolder,
  requireFolder,
  someFolders,
  toFolder,
} from './folder-store.ts'

export interface FolderContents {
  readonly folders: readonly Folder[]
  readonly documentIds: readonly string[]
}

export const createFolder = defineMutation({
  name: 'folder.create',
  least: 'member',
  async apply(tx, actor, folder) {
    await lockTree(tx, actor)
    await requireFolder(tx, actor, folder.parentId)
    const [row] = await tx
      .insert(folders)
      .values({ tenantId: actor.tenantId, ...folder })
      // A window that asks twice, since it did not hear the answer, has one folder.
      .onConflictDoUpdate({
        target: [folders.tenantId, folders.id],
        set: { name: folder.name },
        setWhere: isNull(folders.deletedAt),
      })
      .returning()
    if (!row) throw new AppError('conflict', { reason: 'a folder of this id is in the bin' })
    return toFolder(row)
  },
})

export const renameFolder = defineMutation({
  name: 'folder.rename',
  least: 'member',
  apply: (tx, actor, { id, name }) => changeFolder(tx, actor, id, { name }),
})

/** Throws `conflict` when it would come to lie within itself. */
export const moveFolder = defineMutation({
  name: 'folder.move',
  least: 'member',
  async apply(tx, actor, { id, parentId }) {
    await lockTree(tx, actor)
    await requireFolder(tx, actor, parentId)
    const below = await idsBelow(tx, actor, id, isNull(folders.deletedAt))
    if (parentId !== null && below.includes(parentId)) {
      throw new AppError('conflict', { reason: 'a folder cannot be moved into itself' })
    }
    return changeFolder(tx, actor, id, { parentId })
  },
})

/** To the bin, with everything in it, all at one time: what was there before keeps its own. */
export const removeFolder = defineMutation({
  name: 'folder.remove',
  least: 'member',
  async apply(tx, actor, { id }): Promise<FolderContents> {
    await lockTree(tx, actor)
    const ids = await idsBelow(tx, actor, id, isNull(folders.deletedAt))
    if (ids.length === 0) throw missingFolder(id)
    const now = { deletedAt: sql`now()` }
    const gone = await tx
      .update(documents)
      .set(now)
      .where(and(inFolders(actor, ids), isNull(documents.deletedAt)))
      .returning({ id: documents.id })
    await recordAuditOfEach(tx, actor, 'document_removed', gone)
    const rows = await tx.update(folders).set(now).where(someFolders(actor, ids)).returning()
    return { folders: rows.map(toFolder), documentIds: gone.map((document) => document.id) }
  },
})

/** With what went to the bin at the same time; to the top where its parent is gone. */
export const restoreFolder = defineMutation({
  name: 'folder.restore',
  least: 'member',
  async apply(tx, actor, { id }): Promise<FolderContents> {
    await lockTree(tx, actor)
    // Compared where they are: a JavaScript date has lost the microseconds.
    const removedAt = sql`(
      select deleted_at from ${folders} as removed
      where removed.tenant_id = ${actor.tenantId} and removed.id = ${id})`
    const ids = await idsBelow(tx, actor, id, sql`deleted_at = ${removedAt}`)
    if (ids.length === 0) {
      // Whoever did not hear the answer may restore it again.
      await requireFolder(tx, actor, id)
      return { folders: [], documentIds: [] }
    }
    const back = await tx
      .update(documents)
      .set({ deletedAt: null })
      .where(and(inFolders(actor, ids), sql`${documents.deletedAt} = ${removedAt}`))
      .returning({ id: documents.id })
    await recordAuditOfEach(tx, actor, 'document_restored', back)
    await tx.update(folders).set({ deletedAt: null }).where(someFolders(actor, ids))
    await tx
      .update(folders)
      .set({ parentId: null })
      .where(
        and(
          someFolders(actor, [id]),
          sql`${folders.parentId} in (select id from folders as parent where parent.tenant_id = ${actor.tenantId} and parent.deleted_at is not null)`,
        ),
      )
    const rows = await tx.select().from(folders).where(someFolders(actor, ids))
    return { folders: rows.map(toFolder), documentIds: back.map((document) => document.id) }
  },
})

export const folderMutations = [createFolder, renameFolder, moveFolder, removeFolder, restoreFolder] as const

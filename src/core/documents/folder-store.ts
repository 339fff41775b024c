/** Reads and writes the rows of folders, always within the actor’s tenant. */
import { and, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { type Actor, AppError, type Folder } from '../../contract/index.ts'
import { recordAuditOfEach } from '../audit/index.ts'
import { type Database, documents, folders, lockUntilCommit, type Transaction } from '../database/index.ts'

export interface FolderContents {
  readonly folders: readonly Folder[]
  readonly documentIds: readonly string[]
}

export interface FolderStore {
  list(actor: Actor): Promise<Folder[]>
  create(actor: Actor, folder: Pick<Folder, 'id' | 'name' | 'parentId'>): Promise<Folder>
  rename(actor: Actor, id: string, name: string): Promise<Folder>
  move(actor: Actor, id: string, parentId: string | null): Promise<Folder>
  /** To the bin, with everything in it, all at one time: what was there before keeps its own. */
  bin(actor: Actor, id: string): Promise<FolderContents>
  /** With what went to the bin at the same time; to the top where its parent is gone. */
  restore(actor: Actor, id: string): Promise<FolderContents>
}

type FolderRow = typeof folders.$inferSelect

export function createFolderStore(database: Database): FolderStore {
  return {
    async list(actor) {
      const rows = await database.asTenant(actor, (tx) =>
        tx
          .select()
          .from(folders)
          .where(and(eq(folders.tenantId, actor.tenantId), isNull(folders.deletedAt)))
          .orderBy(folders.id),
      )
      return rows.map(toFolder)
    },

    create: (actor, folder) =>
      database.asTenant(actor, async (tx) => {
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
      }),

    rename: (actor, id, name) => change(actor, id, { name }),

    move: (actor, id, parentId) =>
      database.asTenant(actor, async (tx) => {
        await lockTree(tx, actor)
        await requireFolder(tx, actor, parentId)
        const below = await idsBelow(tx, actor, id, isNull(folders.deletedAt))
        if (parentId !== null && below.includes(parentId)) {
          throw new AppError('conflict', { reason: 'a folder cannot be moved into itself' })
        }
        return changeIn(tx, actor, id, { parentId })
      }),

    bin: (actor, id) =>
      database.asTenant(actor, async (tx) => {
        await lockTree(tx, actor)
        const ids = await idsBelow(tx, actor, id, isNull(folders.deletedAt))
        if (ids.length === 0) throw missing(id)
        const now = { deletedAt: sql`now()` }
        const gone = await tx
          .update(documents)
          .set(now)
          .where(and(inFolders(actor, ids), isNull(documents.deletedAt)))
          .returning({ id: documents.id })
        await recordAuditOfEach(tx, actor, 'document_removed', gone)
        const rows = await tx.update(folders).set(now).where(someFolders(actor, ids)).returning()
        return { folders: rows.map(toFolder), documentIds: gone.map((document) => document.id) }
      }),

    restore: (actor, id) =>
      database.asTenant(actor, async (tx) => {
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
      }),
  }

  function change(actor: Actor, id: string, values: Partial<FolderRow>): Promise<Folder> {
    return database.asTenant(actor, (tx) => changeIn(tx, actor, id, values))
  }
}

/**
 * Until the transaction ends, no other changes the shape of the tenant's tree: two moves that each look right could make a ring
 * together, and a folder moved into one that goes to the bin meanwhile would be in neither place.
 */
async function lockTree(tx: Transaction, actor: Actor): Promise<void> {
  await lockUntilCommit(tx, actor.tenantId)
}

/** Throws `not_found` unless `id` is a folder outside the bin, or null for the top. */
export async function requireFolder(tx: Transaction, actor: Actor, id: string | null): Promise<void> {
  if (id === null) return
  const [row] = await tx
    .select({ id: folders.id })
    .from(folders)
    .where(and(someFolders(actor, [id]), isNull(folders.deletedAt)))
  if (!row) throw missing(id)
}

async function changeIn(
  tx: Transaction,
  actor: Actor,
  id: string,
  values: Partial<FolderRow>,
): Promise<Folder> {
  const [row] = await tx
    .update(folders)
    .set({ ...values, updatedAt: sql`now()` })
    .where(and(someFolders(actor, [id]), isNull(folders.deletedAt)))
    .returning()
  return found(row, id)
}

/** The folder and those below it that `condition` on folders holds for, as does all between. */
async function idsBelow(tx: Transaction, actor: Actor, id: string, condition: SQL): Promise<string[]> {
  const { rows } = idRowsSchema.parse(
    await tx.execute(sql`
      with recursive below as (
        select id from folders
        where tenant_id = ${actor.tenantId} and id = ${id} and ${condition}
        union
        select folders.id from folders
        join below on folders.parent_id = below.id
        where folders.tenant_id = ${actor.tenantId} and ${condition}
      )
      select id from below`),
  )
  return rows.map((row) => row.id)
}

/** What either driver answers. */
const idRowsSchema = z.object({ rows: z.array(z.object({ id: z.string() })) })

const someFolders = (actor: Actor, ids: readonly string[]) =>
  and(eq(folders.tenantId, actor.tenantId), inArray(folders.id, [...ids]))
const inFolders = (actor: Actor, ids: readonly string[]) =>
  and(eq(documents.tenantId, actor.tenantId), inArray(documents.folderId, [...ids]))

const missing = (id: string) => new AppError('not_found', { kind: 'folder', id })

function found(row: FolderRow | undefined, id: string): Folder {
  if (!row) throw missing(id)
  return toFolder(row)
}

const toFolder = ({ id, parentId, name, createdAt }: FolderRow): Folder => ({
  ...{ id, parentId, name },
  createdAt: createdAt.toISOString(),
})

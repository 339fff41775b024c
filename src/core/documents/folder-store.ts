/** Reads and changes the rows of folders, always within the actor’s tenant. */
import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { type Actor, AppError, type Folder } from '../../contract/index.ts'
import { documents, folders, isOneOf, lockUntilCommit, type Transaction } from '../database/index.ts'

export type FolderRow = typeof folders.$inferSelect

/** Those outside the bin, the oldest first. */
export async function listFolders(tx: Transaction, actor: Actor): Promise<Folder[]> {
  const rows = await tx
    .select()
    .from(folders)
    .where(and(eq(folders.tenantId, actor.tenantId), isNull(folders.deletedAt)))
    .orderBy(folders.id)
  return rows.map(toFolder)
}

/**
 * Until the transaction ends, no other changes the shape of the tenant's tree: two moves that each look right could make a ring
 * together, and a folder moved into one that goes to the bin meanwhile would be in neither place.
 */
export async function lockTree(tx: Transaction, actor: Actor): Promise<void> {
  await lockUntilCommit(tx, actor.tenantId)
}

/** Throws `not_found` unless `id` is a folder outside the bin, or null for the top. */
export async function requireFolder(tx: Transaction, actor: Actor, id: string | null): Promise<void> {
  if (id === null) return
  const [row] = await tx
    .select({ id: folders.id })
    .from(folders)
    .where(and(someFolders(actor, [id]), isNull(folders.deletedAt)))
  if (!row) throw missingFolder(id)
}

export async function changeFolder(
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
export async function idsBelow(tx: Transaction, actor: Actor, id: string, condition: SQL): Promise<string[]> {
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

export const someFolders = (actor: Actor, ids: readonly string[]) =>
  and(eq(folders.tenantId, actor.tenantId), isOneOf(folders.id, ids))
export const inFolders = (actor: Actor, ids: readonly string[]) =>
  and(eq(documents.tenantId, actor.tenantId), isOneOf(documents.folderId, ids))

export const missingFolder = (id: string) => new AppError('not_found', { kind: 'folder', id })

function found(row: FolderRow | undefined, id: string): Folder {
  if (!row) throw missingFolder(id)
  return toFolder(row)
}

export const toFolder = ({ id, parentId, name, createdAt }: FolderRow): Folder => ({
  ...{ id, parentId, name },
  createdAt: createdAt.toISOString(),
})

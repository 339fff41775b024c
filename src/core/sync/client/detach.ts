/** A copy that was left and kept: from now on it is a workspace of its device alone, and its user's own. */
import { and, eq, inArray } from 'drizzle-orm'
import { type Actor, AppError, toErrorInfo } from '../../../contract/index.ts'
import type { BlobStore } from '../../blobs/index.ts'
import {
  type Database,
  documents,
  memberships,
  outbox,
  resyncedRows,
  syncRuns,
  syncStates,
  touchedRows,
} from '../../database/index.ts'

/**
 * Ends the sync of the workspace for good; harmless where there was none. Documents whose text only the server had are read here where
 * their file is here, and are listed as failed with `file_missing` where it is not.
 */
export async function detach(
  database: Database,
  { tenantId, userId }: Pick<Actor, 'tenantId' | 'userId'>,
  blobs: Pick<BlobStore, 'has'>,
): Promise<void> {
  const waiting = await database.asOwner(async (tx) => {
    const [state] = await tx.select().from(syncStates).where(eq(syncStates.tenantId, tenantId))
    if (!state) return undefined
    return tx
      .select({ id: documents.id, name: documents.name, sha256: documents.sha256 })
      .from(documents)
      .where(and(eq(documents.tenantId, tenantId), eq(documents.status, 'waiting')))
  })
  if (!waiting) return
  const isHere = await Promise.all(waiting.map(({ sha256 }) => blobs.has(sha256)))
  const toRead = waiting.filter((_, index) => isHere[index]).map(({ id }) => id)
  const missing = waiting.filter((_, index) => !isHere[index])
  await database.asOwner(async (tx) => {
    if (toRead.length > 0)
      await tx
        .update(documents)
        .set({ status: 'queued' })
        .where(and(eq(documents.tenantId, tenantId), inArray(documents.id, toRead)))
    for (const { id, name } of missing)
      await tx
        .update(documents)
        .set({ status: 'failed', error: toErrorInfo(new AppError('file_missing', { name })) })
        .where(and(eq(documents.tenantId, tenantId), eq(documents.id, id)))
    await tx
      .update(memberships)
      .set({ role: 'owner' })
      .where(and(eq(memberships.tenantId, tenantId), eq(memberships.userId, userId)))
    for (const table of [touchedRows, outbox, resyncedRows, syncRuns, syncStates])
      await tx.delete(table).where(eq(table.tenantId, tenantId))
  })
}

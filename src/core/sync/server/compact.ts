/** On the server: forgets what only someone who was away for very long would ask for. */
import { eq, lt, sql } from 'drizzle-orm'
import { type Database, syncClients, tenants, tombstones } from '../../database/index.ts'
import { forgetOldUploads } from './upload-parts.ts'

/** A laptop that was away for longer pulls everything anew. */
const TOMBSTONE_DAYS = 90
/** One that was away for longer begins as a new client. */
const CLIENT_DAYS = 180
/** Of a file that was begun, and then forgotten; and of one that came whole, and whose document never did. */
const UPLOAD_DAYS = 7

const DAY_MS = 24 * 3_600_000

/** Removes a blob that no document holds, and none is to come for. */
type RemoveUnused = (tenantId: string, sha256: string) => Promise<void>

/** {@link compactSync} now and once a day. Throws what the first throws; a file that cannot be removed keeps nothing shut. */
export async function startCompacting(
  database: Database,
  removeUnused: RemoveUnused,
  onError: (error: unknown) => void,
): Promise<{ close(): Promise<void> }> {
  const orTell: RemoveUnused = (...file) => removeUnused(...file).catch(onError)
  await compactSync(database, {}, orTell)
  let running: Promise<unknown> = Promise.resolve()
  const timer = setInterval(() => {
    running = compactSync(database, {}, orTell).catch(onError)
  }, DAY_MS).unref()
  return {
    async close() {
      clearInterval(timer)
      await running
    },
  }
}

/** With `removeUnused`, the files of forgotten uploads go, too. */
export async function compactSync(
  database: Database,
  { tombstoneDays = TOMBSTONE_DAYS, clientDays = CLIENT_DAYS, uploadDays = UPLOAD_DAYS } = {},
  removeUnused: RemoveUnused = async () => {},
): Promise<void> {
  const isOld = lt(tombstones.createdAt, sql`now() - make_interval(days => ${tombstoneDays})`)
  const old = await database.asOwner((tx) =>
    tx.selectDistinct({ tenantId: tombstones.tenantId }).from(tombstones).where(isOld),
  )
  for (const { tenantId } of old)
    await database.asTenant({ tenantId, userId: '' }, async (tx) => {
      const gone = await tx
        .delete(tombstones)
        .where(isOld)
        .returning({ changeNumber: tombstones.changeNumber })
      const floor = Math.max(0, ...gone.map(({ changeNumber }) => changeNumber))
      await tx
        .update(tenants)
        .set({ tombstoneFloor: sql`greatest(${tenants.tombstoneFloor}, ${floor})` })
        .where(eq(tenants.id, tenantId))
    })
  await database.asOwner((tx) =>
    tx
      .delete(syncClients)
      .where(lt(syncClients.updatedAt, sql`now() - make_interval(days => ${clientDays})`)),
  )
  for (const { sha256, tenantId } of await forgetOldUploads(database, uploadDays))
    await removeUnused(tenantId, sha256)
}

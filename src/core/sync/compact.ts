/** On the server: forgets what only someone who was away for very long would ask for. */
import { eq, lt, sql } from 'drizzle-orm'
import { type Database, syncClients, tenants, tombstones } from '../database/index.ts'

/** A laptop that was away for longer pulls everything anew. */
const TOMBSTONE_DAYS = 90
/** One that was away for longer begins as a new client. */
const CLIENT_DAYS = 180

export async function compactSync(
  database: Database,
  { tombstoneDays = TOMBSTONE_DAYS, clientDays = CLIENT_DAYS } = {},
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
}

/** On a client that its server does not know any more: it was away for very long, or the server was restored from a backup. */
import { eq, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Actor } from '../../../contract/index.ts'
import { syncStates, type Transaction } from '../../database/index.ts'
import { beginResync } from './begin-resync.ts'
import { waiting } from './outbox.ts'

/** A new client with what waits in its outbox, numbered from 1, and everything to be pulled. What was refused keeps its reason. */
export async function startAnew(tx: Transaction, actor: Actor): Promise<void> {
  const { tenantId } = actor
  const entries = await waiting(tx, actor)
  const first = entries[0]?.mutationId ?? 1
  // Far below first: two rows could else have one number for a moment. What was refused comes to lie below all that wait.
  for (const step of [-1_000_000_000_000 - first, 1_000_000_000_001])
    for (const table of ['outbox', 'touched_rows'])
      await tx.execute(sql`
        update ${sql.identifier(table)} set mutation_id = mutation_id + ${step}
        where tenant_id = ${tenantId}::uuid`)
  const last = entries.at(-1)?.mutationId ?? 0
  await tx
    .update(syncStates)
    .set({ clientId: uuidv7(), nextMutationId: entries.length === 0 ? 1 : last - first + 2 })
    .where(eq(syncStates.tenantId, tenantId))
  await beginResync(tx, actor)
}

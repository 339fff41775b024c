/** On a client: everything is to be pulled anew. */
import { eq } from 'drizzle-orm'
import type { Actor } from '../../../contract/index.ts'
import { resyncedRows, syncStates, type Transaction } from '../../database/index.ts'

/** What the server does not name until the end of it goes. */
export async function beginResync(tx: Transaction, { tenantId }: Actor): Promise<void> {
  await tx.delete(resyncedRows).where(eq(resyncedRows.tenantId, tenantId))
  await tx
    .update(syncStates)
    .set({ cursor: null, isResyncing: true })
    .where(eq(syncStates.tenantId, tenantId))
}

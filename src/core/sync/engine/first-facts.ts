/** What is known of a copy before its engine has met the server. */
import { eq } from 'drizzle-orm'
import type { Actor } from '../../../contract/index.ts'
import { type Database, syncStates } from '../../database/index.ts'
import type { Facts } from './report.ts'

export async function firstFacts(database: Database, actor: Actor): Promise<Facts> {
  const [state] = await database.asTenant(actor, (tx) =>
    tx.select().from(syncStates).where(eq(syncStates.tenantId, actor.tenantId)),
  )
  if (!state) throw new Error('the workspace is not synced')
  return {
    ...{ waiting: 0, rejected: 0, sending: null, receiving: null, remoteFiles: 0 },
    ...{ offlineSince: null, error: null, syncedAt: state.syncedAt?.toISOString() ?? null },
    ...{ paused: state.isPaused, keepsFiles: state.keepsFiles, bytesPerSecond: state.bytesPerSecond },
    ...{ network: { online: true, metered: false }, isForced: false, isEnded: false },
    // The first meeting is owed.
    ...{ doings: 1, metAt: 0, isExchanging: false, isReceiving: false },
  }
}

/** Says that an answer is still being written by a process that lives. */
import { and, eq, sql } from 'drizzle-orm'
import type { Actor } from '../../contract/index.ts'
import { type Database, messages } from '../database/index.ts'

/** An answer whose lease was not renewed for this long belongs to a dead process. */
export const LEASE_MS = 30_000

/** How often it is renewed: one that fails is followed by another in time. */
export const RENEW_MS = LEASE_MS / 3

export const leaseFromNow = sql`now() + make_interval(secs => ${LEASE_MS / 1_000})`

/**
 * Renews the lease of the answer `id` until the returned function is called, unless it was saved meanwhile, which renews it as well:
 * `sinceSavedMs` ago. The first lease is its row's age.
 */
export function holdLease(
  database: Database,
  actor: Actor,
  id: string,
  sinceSavedMs: () => number,
  onError: (error: unknown) => void,
): () => void {
  // In a workspace's own database a lease would say nothing: one process has it.
  if (database.kind === 'pglite') return () => {}
  const renew = () =>
    database.asTenant(actor, (tx) =>
      tx
        .update(messages)
        .set({ leasedUntil: leaseFromNow })
        .where(
          and(eq(messages.tenantId, actor.tenantId), eq(messages.id, id), eq(messages.status, 'streaming')),
        ),
    )
  const timer = setInterval(() => {
    if (sinceSavedMs() >= RENEW_MS) renew().catch(onError)
  }, RENEW_MS)
  timer.unref()
  return () => clearInterval(timer)
}

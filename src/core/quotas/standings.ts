/** What counts against each token limit right now. */
import { and, eq, gt, ne, type SQL, sql } from 'drizzle-orm'
import type { Quota } from '../../contract/index.ts'
import { quotaReservations, quotas, type Transaction, usageEvents } from '../database/index.ts'
import { EXTRACTIVE } from '../models/index.ts'

const HOUR_MS = 3_600_000
export const WINDOW_MS = { '24h': 24 * HOUR_MS, '7d': 7 * 24 * HOUR_MS } as const

/** What counts: answers by a model. Those without one cost nothing; a document's embedding is metered, but no answer waits for it. */
export const spending = and(eq(usageEvents.kind, 'answer'), ne(usageEvents.model, EXTRACTIVE))
export const spentTokens = sql<number>`${usageEvents.promptTokens} + ${usageEvents.completionTokens}`

/** The tenant's limits that `condition` holds for, in one order, with what was spent and reserved as of one moment. */
export async function standings(
  tx: Transaction,
  tenantId: string,
  now: Date,
  condition?: SQL,
): Promise<Quota[]> {
  const since = (window: keyof typeof WINDOW_MS) => new Date(now.getTime() - WINDOW_MS[window]).toISOString()
  const begin = sql`case ${quotas.window} when '24h' then ${since('24h')}::timestamptz else ${since('7d')}::timestamptz end`
  const ofUser = (userId: typeof usageEvents.userId | typeof quotaReservations.userId) =>
    sql`(${quotas.userId} is null or ${userId} = ${quotas.userId})`
  const used = tx
    .select({ sum: sql`coalesce(sum(${spentTokens}), 0)` })
    .from(usageEvents)
    .where(
      and(
        eq(usageEvents.tenantId, tenantId),
        gt(usageEvents.createdAt, begin),
        ofUser(usageEvents.userId),
        spending,
      ),
    )
  const reserved = tx
    .select({ sum: sql`coalesce(sum(${quotaReservations.tokens}), 0)` })
    .from(quotaReservations)
    .where(
      and(
        eq(quotaReservations.tenantId, tenantId),
        gt(quotaReservations.expiresAt, now),
        ofUser(quotaReservations.userId),
      ),
    )
  return tx
    .select({
      ...{ id: quotas.id, userId: quotas.userId, window: quotas.window, tokens: quotas.tokens },
      used: sql`(${used})`.mapWith(Number),
      reserved: sql`(${reserved})`.mapWith(Number),
    })
    .from(quotas)
    .where(and(eq(quotas.tenantId, tenantId), condition))
    .orderBy(quotas.id)
}

/** Says why tokens are refused, and when they will not be. */
import { and, eq, gt, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { type Actor, AppError, type Quota } from '../../contract/index.ts'
import { quotaReservations, type Transaction, usageEvents } from '../database/index.ts'
import { spending, spentTokens, WINDOW_MS } from './standings.ts'

/** The error for `least` tokens that `limit` does not leave at `now`. */
export async function refusal(
  tx: Transaction,
  actor: Actor,
  limit: Quota,
  least: number,
  now: Date,
): Promise<AppError> {
  const { window, tokens, used, reserved } = limit
  const details = { limit: tokens, window }
  if (least > tokens) return new AppError('quota_too_small', { ...details, tokens: least })
  const missing = least - (tokens - used - reserved)
  const freesAt = await whenFree(tx, actor, limit, missing, now)
  return new AppError('quota_exceeded', { ...details, used: used + reserved, freesAt: freesAt.toISOString() })
}

/** When `missing` tokens will have left the window, or been given back at the latest. */
async function whenFree(
  tx: Transaction,
  { tenantId }: Actor,
  { userId, window }: Quota,
  missing: number,
  now: Date,
): Promise<Date> {
  const windowMs = WINDOW_MS[window]
  const since = new Date(now.getTime() - windowMs)
  const ofUser = (column: typeof usageEvents.userId | typeof quotaReservations.userId): SQL | undefined =>
    userId === null ? undefined : eq(column, userId)
  const events = and(
    eq(usageEvents.tenantId, tenantId),
    gt(usageEvents.createdAt, since),
    ofUser(usageEvents.userId),
    spending,
  )
  const reservations = and(
    eq(quotaReservations.tenantId, tenantId),
    gt(quotaReservations.expiresAt, now),
    ofUser(quotaReservations.userId),
  )
  const found = await tx.execute(sql`
    with
      taken as (
        select ${spentTokens} as tokens, ${usageEvents.createdAt} + ${windowMs / 1_000} * interval '1 second' as until
        from ${usageEvents}
        where ${events}
        union all
        select ${quotaReservations.tokens}, ${quotaReservations.expiresAt}
        from ${quotaReservations}
        where ${reservations}
      ),
      freed as (select until, sum(tokens) over (order by until) as tokens from taken)
    select extract(epoch from min(until))::float8 * 1000 as until
    from freed
    where tokens >= ${missing}`)
  const [row] = resultSchema.parse(found).rows
  return new Date(row?.until ?? now.getTime() + windowMs)
}

/** What either driver answers. */
const resultSchema = z.object({ rows: z.array(z.object({ until: z.number().nullable() })) })

/** Adds up tokens spent hour by hour or day by day, and model by model. */
import { and, gte, type SQL, sql } from 'drizzle-orm'
import type { Actor, UsageSeries } from '../../contract/index.ts'
import { type Transaction, usageEvents } from '../database/index.ts'
import { noUsage, tokensOf, usageSums, visibleTo } from './usage-sums.ts'

export type UsageWindow = '24h' | '7d'

const HOUR_MS = 60 * 60 * 1_000

/** The 24 hours or 7 days up to `now`; hours and days begin as clocks where this process runs show them. */
export async function usageSeries(
  tx: Transaction,
  actor: Actor,
  window: UsageWindow,
  now: Date,
): Promise<UsageSeries> {
  const starts = bucketStarts(window, now)
  const { createdAt, model } = usageEvents
  const since = starts[0] ?? now
  const ofWindow = and(visibleTo(actor), gte(createdAt, since))
  // 1 for the first bucket; what lies in the future of a clock set back counts for the last.
  const bucket: SQL<number> = sql`width_bucket(
    ${createdAt},
    array[${sql.join(
      starts.map((start) => sql`${start.toISOString()}`),
      sql`, `,
    )}]::timestamptz[]
  )`.mapWith(Number)
  const byBucket = await tx
    .select({ bucket, ...usageSums })
    .from(usageEvents)
    .where(ofWindow)
    .groupBy(sql`1`)
  const byModel = await tx
    .select({ model, ...usageSums })
    .from(usageEvents)
    .where(ofWindow)
    .groupBy(model)
  const sums = new Map(byBucket.map(({ bucket: number, ...sum }) => [number, sum]))
  return {
    buckets: starts.map((start, index) => ({
      start: start.toISOString(),
      ...(sums.get(index + 1) ?? noUsage),
    })),
    models: byModel.sort((a, b) => tokensOf(b) - tokensOf(a) || (a.model < b.model ? -1 : 1)),
  }
}

/** Ascending; the last began an hour or a day ago at most. */
export function bucketStarts(window: UsageWindow, now: Date): Date[] {
  if (window === '7d')
    return Array.from(
      { length: 7 },
      // Through the calendar, since a day on which clocks change has not 24 hours.
      (_, index) => new Date(now.getFullYear(), now.getMonth(), now.getDate() - 6 + index),
    )
  const hour = new Date(now)
  hour.setMinutes(0, 0, 0)
  return Array.from({ length: 24 }, (_, index) => new Date(hour.getTime() - (23 - index) * HOUR_MS))
}

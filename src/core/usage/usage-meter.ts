/** Records tokens spent and adds them up over the last 24 hours and 7 days. */
import { and, gt } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { Actor, Usage, UsageSeries, UserUsage } from '../../contract/index.ts'
import { type Database, type Transaction, usageEvents } from '../database/index.ts'
import type { Recorder } from '../mutations/index.ts'
import { asRole } from '../roles/index.ts'
import { usageByUser } from './usage-by-user.ts'
import { type UsageWindow, usageSeries } from './usage-series.ts'
import { daysBefore, noUsage, usageSums, visibleTo } from './usage-sums.ts'

export interface UsageEvent {
  readonly kind: 'answer' | 'embedding'
  /** The chat model, `extractive`, or the embedding space. */
  readonly model: string
  readonly promptTokens: number
  readonly completionTokens: number
  /** True when the provider gave no figure and we counted. */
  readonly counted: boolean
  /** Whether this computer was asked itself, so that it cost nobody else anything; not so unless given. */
  readonly isLocal?: boolean
}

export interface UsageMeter {
  record(actor: Actor, event: UsageEvent): Promise<void>
  /** As {@link record}, within a transaction of the actor's, so that an answer and its tokens are saved together or not at all. */
  recordIn(tx: Transaction, actor: Actor, event: UsageEvent): Promise<void>
  /**
   * What the actor's tenant used, for its owners and admins (whoever has a local workspace owns it); else what the actor used. An event belongs to a window from its moment until exactly 24 hours or 7 days later. Extractive
   * answers are in it with what they read and quoted, counted: a measure of use, but nothing to be billed, so a quota leaves
   * the model `extractive` out.
   */
  totals(actor: Actor): Promise<Usage>
  /** The same over time, in whole hours or days: the first bucket begins a little less than 24 hours or 7 days ago. */
  series(actor: Actor, window: UsageWindow): Promise<UsageSeries>
  /** Who used what, who used most in 7 days first; for admins. @throws {AppError} forbidden */
  byUser(actor: Actor): Promise<UserUsage[]>
}

export function createUsageMeter({
  database,
  now = () => new Date(),
  record = (_tx, _actor, _mutation, apply) => apply(),
}: {
  readonly database: Database
  readonly now?: () => Date
  /** Where another keeps count, too, it is to be told of what was not asked here. */
  readonly record?: Recorder
}): UsageMeter {
  const recordIn: UsageMeter['recordIn'] = async (tx, actor, { isLocal = false, ...event }) => {
    // The built-in embedding model spends none: a row for each search would say nothing.
    if (event.kind === 'embedding' && event.promptTokens === 0) return
    const args = { id: uuidv7(), ...event }
    const { tenantId, userId } = actor
    const insert = () => tx.insert(usageEvents).values({ tenantId, userId, createdAt: now(), ...args })
    if (isLocal) await insert()
    else await record(tx, actor, { name: 'usage.record', args }, insert)
  }
  return {
    recordIn,
    record: (actor, event) => database.asTenant(actor, (tx) => recordIn(tx, actor, event)),
    totals: (actor) =>
      database.asTenant(actor, async (tx) => {
        const end = now()
        const within = (days: number) => totalsSince(tx, actor, daysBefore(end, days))
        return { last24Hours: await within(1), last7Days: await within(7) }
      }),
    series: (actor, window) => database.asTenant(actor, (tx) => usageSeries(tx, actor, window, now())),
    byUser: (actor) => asRole(database, actor, 'admin', (tx) => usageByUser(tx, actor, now())),
  }
}

async function totalsSince(tx: Transaction, actor: Actor, since: Date): Promise<Usage['last24Hours']> {
  const [totals] = await tx
    .select(usageSums)
    .from(usageEvents)
    .where(and(visibleTo(actor), gt(usageEvents.createdAt, since)))
  return totals ?? noUsage
}

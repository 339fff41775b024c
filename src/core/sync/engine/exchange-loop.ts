/** On a client: the loop that exchanges changes with the server, and when it does so again. */
import { eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import { type Actor, type ErrorInfo, toErrorInfo } from '../../../contract/index.ts'
import { type Database, outbox, syncStates } from '../../database/index.ts'
import type { Exchanged, SyncClient } from '../client/client.ts'
import { recordRun } from './activity.ts'
import { waitAfterMs } from './backoff.ts'
import type { Live } from './live.ts'
import type { Report } from './report.ts'
import { createWakeable } from './wakeable.ts'
import type { Working } from './working.ts'

export interface ExchangeLoop {
  /** Exchanges as soon as the round under way has ended. */
  wake(): void
  /** Counts anew what waits and what was refused. */
  count(): Promise<void>
  /** Resolves when it was told to end. */
  run(): Promise<void>
}

/** Connected, nothing happens that is not told; this is for what could be told to nobody. */
const CONNECTED_MS = 5 * 60_000
const UNCONNECTED_MS = 30_000

export function createExchangeLoop(parts: {
  readonly database: Database
  readonly actor: Actor
  readonly client: SyncClient
  readonly live: Live
  readonly report: Report
  readonly working: Working
  /** Told of each pull, once it is committed. */
  readonly onPulled: (exchanged: Exchanged) => Promise<void>
  /** Something may be to fetch. */
  readonly onReceived: () => void
  /** Both sides have the same, and something changed for that; told at first, too. */
  readonly onChanged: () => Promise<void>
  /** The server answers, for the first time or again. */
  readonly onReached: () => void
  readonly onEnded: () => void
  readonly onError: (error: unknown) => void
}): ExchangeLoop {
  const { actor, client, database, live, report, working } = parts
  const wakeable = createWakeable()
  let failures = 0
  let nextInMs = 0
  let hasMet = false

  async function count(): Promise<void> {
    const [counts] = await database.asTenant(actor, (tx) =>
      tx
        .select({
          waiting: countWhere(isNull(outbox.rejection)),
          rejected: countWhere(isNotNull(outbox.rejection)),
        })
        .from(outbox)
        .where(eq(outbox.tenantId, actor.tenantId)),
    )
    if (counts) report.change(counts)
  }

  /** Exchanges until neither side has more. */
  async function round(signal: AbortSignal): Promise<void> {
    const run = { startedAt: new Date(), sent: 0, received: 0, documents: 0 }
    const record = (error: ErrorInfo | null) =>
      database.asTenant(actor, async (tx) => {
        const endedAt = new Date()
        if (run.sent + run.received > 0) await recordRun(tx, actor, { ...run, endedAt, error })
        if (error) return
        await tx.update(syncStates).set({ syncedAt: endedAt }).where(eq(syncStates.tenantId, actor.tenantId))
        report.change({ syncedAt: endedAt.toISOString() })
      })
    try {
      for (let more = true; more; ) {
        const exchanged = await client.exchange(signal)
        more = exchanged.more
        run.sent += exchanged.sent
        run.received += exchanged.received
        report.change({ isExchanging: more })
        await parts.onPulled(exchanged)
        if (exchanged.received > 0) parts.onReceived()
        if (exchanged.sent + exchanged.received > 0) await count()
      }
      await record(null)
    } catch (error) {
      await record(toErrorInfo(error))
      throw error
    } finally {
      report.change({ isExchanging: false })
    }
    if (!hasMet || run.sent + run.received > 0) await parts.onChanged()
    hasMet = true
  }

  function succeeded(metAt: number): void {
    const isReached = failures > 0 || report.facts.metAt === 0
    failures = 0
    nextInMs = live.isOpen ? CONNECTED_MS : UNCONNECTED_MS
    const { network, offlineSince } = report.facts
    // What was under way may still come through when there is no network any more.
    report.change({ metAt, error: null, offlineSince: network.online ? null : offlineSince })
    live.ensure()
    if (isReached) parts.onReached()
  }

  function failed(error: unknown, signal: AbortSignal): void {
    // Paused, or shutting down.
    if (signal.aborted) return
    const info = toErrorInfo(error)
    if (info.code === 'internal') parts.onError(error)
    if (info.code === 'membership_ended') {
      report.change({ error: info, isEnded: true })
      parts.onEnded()
      return
    }
    failures++
    nextInMs = waitAfterMs(info, failures)
    report.change({ error: info, offlineSince: report.facts.offlineSince ?? new Date().toISOString() })
  }

  return {
    wake: wakeable.wake,
    count,
    async run() {
      while (!working.isClosed) {
        const { signal } = working
        const met = report.facts.doings
        await count()
        nextInMs = Number.POSITIVE_INFINITY
        if (report.mayWork)
          await round(signal).then(
            () => succeeded(met),
            (error: unknown) => failed(error, signal),
          )
        await wakeable.sleep(nextInMs)
      }
    },
  }
}

const countWhere = (condition: SQL) => sql<number>`count(*) filter (where ${condition})`.mapWith(Number)

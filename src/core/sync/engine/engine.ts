/**
 * On a client: keeps the workspace and its server the same. One loop exchanges changes, another brings what documents are made of, which
 * takes long and must hold up no change.
 */
import { and, count, eq, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import {
  type Actor,
  AppError,
  type ErrorInfo,
  type SyncActivity,
  type SyncSettings,
  type SyncState,
  type SyncStatus,
  toErrorInfo,
} from '../../../contract/index.ts'
import type { BlobStore } from '../../blobs/index.ts'
import { type Database, outbox, syncStates } from '../../database/index.ts'
import type { Mutation } from '../../mutations/index.ts'
import { createSyncClient, type Exchanged } from '../client.ts'
import { fetchTexts } from '../fetch-texts.ts'
import { createHttpTransport } from '../http-transport.ts'
import { dismissRejections } from '../outbox.ts'
import { readActivity, recordRun } from './activity.ts'
import { backoffMs } from './backoff.ts'
import { createFiles } from './files.ts'
import { createLive } from './live.ts'
import { createThrottle } from './throttle.ts'
import { createWakeable } from './wakeable.ts'

export interface SyncEngineParts {
  readonly database: Database
  readonly actor: Actor
  readonly mutations: readonly Mutation[]
  readonly blobs: BlobStore
  /** Of the server, without a path. */
  readonly url: string
  /** Read at each use; null where nobody is signed in. */
  readonly token: () => string | null
  /** What this device searches with, and the version of its keyword analysis. */
  readonly space: () => Promise<string | null>
  readonly indexVersion: number
  /** Told of each pull, once it is committed. */
  readonly onPulled: (exchanged: Exchanged) => Promise<void>
  /** The text of a document came; what is left to be done here is for its listener. */
  readonly onText: (documentId: string) => Promise<void>
  /** The user is no member any more: the copy is to go. */
  readonly onEnded: () => void
  readonly onError: (error: unknown) => void
}

export interface SyncEngine {
  status(): SyncStatus
  /** Now, and at every change. */
  follow(signal: AbortSignal): AsyncGenerator<SyncStatus>
  /** Something was done here, or someone signed in. */
  wake(): void
  /** Without waiting for the time of the next attempt, also on a metered network. */
  syncNow(): void
  configure(change: Partial<SyncSettings>): Promise<void>
  /** What the system says of the network. */
  setNetwork(network: Network): void
  activity(): Promise<SyncActivity>
  dismiss(mutationIds: readonly number[]): Promise<void>
  /** @throws {AppError} not_found, file_missing, server_unreachable */
  fetchFile(documentId: string): Promise<void>
  /** Ids of the documents whose file is only on the server. */
  remoteFiles(): Promise<string[]>
  close(): Promise<void>
}

export interface Network {
  readonly online: boolean
  /** Where what is sent costs money. */
  readonly metered: boolean
}

/** Connected, nothing happens that is not told; this is for what could be told to nobody. */
const CONNECTED_MS = 5 * 60_000
const UNCONNECTED_MS = 30_000
/** A version changes rarely. */
const UPDATE_MS = 10 * 60_000

export async function createSyncEngine(parts: SyncEngineParts): Promise<SyncEngine> {
  const { actor, blobs, database, onError } = parts
  const closing = new AbortController()
  const exchanges = createWakeable()
  const receipts = createWakeable()
  const followers = new Set<() => void>()

  let status = await firstStatus(database, actor)
  let network: Network = { online: true, metered: false }
  /** Whether the user asked for it on a metered network. */
  let isForced = false
  let failures = 0
  let nextInMs = 0
  /** Of the round or transfer under way, which a pause ends. */
  let working = new AbortController()

  const throttle = createThrottle(() => status.bytesPerSecond)
  const transport = createHttpTransport({ ...parts, tenantId: actor.tenantId, throttle })
  const client = createSyncClient({
    ...parts,
    transport: {
      ...transport,
      async sendBlob(sha256, signal) {
        const total = Math.max(status.sending?.total ?? 0, await countAdded())
        change({ sending: { done: status.sending?.done ?? 0, total } })
        await transport.sendBlob(sha256, signal)
        change({ sending: { done: (status.sending?.done ?? 0) + 1, total } })
      },
    },
  })
  const files = createFiles({ database, actor, blobs, transport, throttle })
  const live = createLive({
    ...{ url: parts.url, tenantId: actor.tenantId, token: parts.token },
    onNews: () => exchanges.wake(),
    onClosed: () => exchanges.wake(),
  })

  function change(news: Partial<SyncStatus>): void {
    const before = status
    status = { ...status, ...news }
    status = { ...status, state: stateOf(status) }
    if (JSON.stringify(before) !== JSON.stringify(status)) for (const tell of followers) tell()
  }

  function stateOf({ error, paused, receiving, sending, state, waiting }: SyncStatus): SyncState {
    if (state === 'ended') return state
    if (error?.code === 'session_ended' || error?.code === 'not_signed_in') return 'signed_out'
    if (error?.code === 'update_needed') return 'update_needed'
    if (paused || (network.metered && !isForced)) return 'paused'
    if (error || !network.online) return 'offline'
    return metAt < doings || isExchanging || waiting > 0 || sending || receiving ? 'syncing' : 'synced'
  }

  /** Whether there is more to it than a question whether there is anything. */
  let isExchanging = false
  let areFilesCounted = false
  /** How often something was done here, and how many of these both sides have. */
  let doings = 1
  let metAt = 0
  const mayWork = () =>
    !(closing.signal.aborted || status.paused || status.state === 'ended') &&
    network.online &&
    (!network.metered || isForced)

  async function refreshCounts(): Promise<void> {
    const [counts] = await database.asTenant(actor, (tx) =>
      tx
        .select({
          waiting: countWhere(isNull(outbox.rejection)),
          rejected: countWhere(isNotNull(outbox.rejection)),
        })
        .from(outbox)
        .where(eq(outbox.tenantId, actor.tenantId)),
    )
    if (counts) change(counts)
  }

  async function countAdded(): Promise<number> {
    const waits = and(
      eq(outbox.tenantId, actor.tenantId),
      eq(outbox.name, 'document.add'),
      isNull(outbox.rejection),
    )
    const [found] = await database.asTenant(actor, (tx) =>
      tx.select({ files: count() }).from(outbox).where(waits),
    )
    return (found?.files ?? 0) + (status.sending?.done ?? 0)
  }

  /** Exchanges until neither side has more. */
  async function round(signal: AbortSignal): Promise<void> {
    const run = { startedAt: new Date(), sent: 0, received: 0, documents: 0 }
    try {
      for (let more = true; more; ) {
        const exchanged = await client.exchange(signal)
        run.sent += exchanged.sent
        run.received += exchanged.received
        isExchanging = exchanged.more
        await parts.onPulled(exchanged)
        if (exchanged.received > 0) receipts.wake()
        if (exchanged.sent + exchanged.received > 0) await refreshCounts()
        more = exchanged.more
      }
      const syncedAt = new Date()
      await database.asTenant(actor, async (tx) => {
        await tx.update(syncStates).set({ syncedAt }).where(eq(syncStates.tenantId, actor.tenantId))
        if (run.sent + run.received > 0)
          await recordRun(tx, actor, { ...run, endedAt: syncedAt, error: null })
      })
      change({ syncedAt: syncedAt.toISOString() })
      if (!areFilesCounted || run.sent + run.received > 0) {
        change({ remoteFiles: (await files.remote()).length })
        areFilesCounted = true
      }
    } catch (error) {
      if (run.sent + run.received > 0)
        await database.asTenant(actor, (tx) =>
          recordRun(tx, actor, { ...run, endedAt: new Date(), error: toErrorInfo(error) }),
        )
      throw error
    } finally {
      isExchanging = false
    }
  }

  function succeeded(met: number): void {
    metAt = met
    failures = 0
    nextInMs = live.isOpen ? CONNECTED_MS : UNCONNECTED_MS
    change({ error: null, offlineSince: null, sending: null })
    live.ensure()
  }

  function failed(error: unknown, signal: AbortSignal): void {
    // Paused, or shutting down.
    if (signal.aborted) {
      change({ sending: null })
      return
    }
    const info = toErrorInfo(error)
    if (info.code === 'internal') onError(error)
    if (info.code === 'membership_ended') {
      status = { ...status, state: 'ended' }
      change({ error: info, sending: null })
      parts.onEnded()
      return
    }
    failures++
    nextInMs = waitAfter(info, failures)
    change({
      ...{ error: info, sending: null },
      offlineSince: status.offlineSince ?? new Date().toISOString(),
    })
  }

  async function exchangeLoop(): Promise<void> {
    while (!closing.signal.aborted) {
      const { signal } = working
      const met = doings
      await refreshCounts()
      if (mayWork())
        await round(signal).then(
          () => succeeded(met),
          (error: unknown) => failed(error, signal),
        )
      else nextInMs = Number.POSITIVE_INFINITY
      isForced = false
      await exchanges.sleep(nextInMs)
    }
  }

  async function receiveLoop(): Promise<void> {
    while (!closing.signal.aborted) {
      await receipts.sleep(Number.POSITIVE_INFINITY)
      const signal = working.signal
      if (!mayWork()) continue
      try {
        await receiveTexts(signal)
        if (status.keepsFiles) await receiveFiles(signal)
      } catch (error) {
        // Whether the server is there is for the exchange to find out, and to wait for.
        if (!signal.aborted && !(error instanceof AppError)) onError(error)
        if (!signal.aborted) exchanges.wake()
      } finally {
        change({ receiving: null })
      }
    }
  }

  async function receiveTexts(signal: AbortSignal): Promise<void> {
    const startedAt = new Date()
    const total = await files.waitingTexts()
    let done = 0
    const source = { database, actor, derived: transport.derived, indexVersion: parts.indexVersion }
    if (total > 0) change({ receiving: { done, total } })
    for await (const { documentId } of fetchTexts({ ...source, space: await parts.space() }, signal)) {
      done++
      change({ receiving: { done, total: Math.max(done, total) } })
      await parts.onText(documentId)
    }
    if (done > 0)
      await database.asTenant(actor, (tx) =>
        recordRun(tx, actor, {
          ...{ startedAt, endedAt: new Date(), sent: 0, received: 0, documents: done, error: null },
        }),
      )
  }

  async function receiveFiles(signal: AbortSignal): Promise<void> {
    const remote = await files.remote()
    for (const [done, id] of remote.entries()) {
      signal.throwIfAborted()
      change({ receiving: { done, total: remote.length } })
      // One that the server lacks keeps none of the others.
      await files.fetch(id, signal).catch((error: unknown) => {
        if (!(error instanceof AppError && error.code === 'file_missing')) throw error
      })
      change({ remoteFiles: remote.length - done - 1 })
    }
  }

  function restart(): void {
    doings++
    working.abort()
    working = new AbortController()
    closing.signal.addEventListener('abort', () => working.abort(), { once: true })
    exchanges.wake()
    receipts.wake()
  }

  closing.signal.addEventListener('abort', () => working.abort(), { once: true })
  const loops = Promise.all([exchangeLoop(), receiveLoop()])
  receipts.wake()

  return {
    status: () => status,
    async *follow(signal) {
      const changed = createWakeable()
      const stop = () => changed.wake()
      followers.add(stop)
      signal.addEventListener('abort', stop)
      closing.signal.addEventListener('abort', stop)
      try {
        while (!signal.aborted && !closing.signal.aborted) {
          yield status
          await changed.sleep(Number.POSITIVE_INFINITY)
        }
      } finally {
        followers.delete(stop)
        signal.removeEventListener('abort', stop)
        closing.signal.removeEventListener('abort', stop)
      }
    },
    wake() {
      doings++
      change({})
      exchanges.wake()
    },
    syncNow() {
      isForced = true
      exchanges.wake()
      receipts.wake()
    },
    async configure({ bytesPerSecond, keepsFiles, paused }) {
      await database.asTenant(actor, (tx) =>
        tx
          .update(syncStates)
          .set({
            ...(paused !== undefined && { isPaused: paused }),
            ...(keepsFiles !== undefined && { keepsFiles }),
            ...(bytesPerSecond !== undefined && { bytesPerSecond }),
            tenantId: sql`${syncStates.tenantId}`,
          })
          .where(eq(syncStates.tenantId, actor.tenantId)),
      )
      restart()
      change({
        ...(paused !== undefined && { paused }),
        ...(keepsFiles !== undefined && { keepsFiles }),
        ...(bytesPerSecond !== undefined && { bytesPerSecond }),
      })
    },
    setNetwork(present) {
      network = present
      restart()
      change({})
    },
    activity: () => database.asTenant(actor, (tx) => readActivity(tx, actor)),
    async dismiss(mutationIds) {
      await database.asTenant(actor, (tx) => dismissRejections(tx, actor, mutationIds))
      await refreshCounts()
    },
    async fetchFile(documentId) {
      await files.fetch(documentId, closing.signal)
      change({ remoteFiles: (await files.remote()).length })
    },
    remoteFiles: files.remote,
    async close() {
      closing.abort()
      live.close()
      exchanges.wake()
      receipts.wake()
      await loops
    },
  }
}

const countWhere = (condition: SQL) => sql<number>`count(*) filter (where ${condition})`.mapWith(Number)

function waitAfter(error: ErrorInfo, failures: number): number {
  switch (error.code) {
    case 'session_ended':
    case 'not_signed_in':
      // Until someone signs in.
      return Number.POSITIVE_INFINITY
    case 'update_needed':
      return UPDATE_MS
    default:
      return backoffMs(failures)
  }
}

async function firstStatus(database: Database, actor: Actor): Promise<SyncStatus> {
  const [state] = await database.asTenant(actor, (tx) =>
    tx.select().from(syncStates).where(eq(syncStates.tenantId, actor.tenantId)),
  )
  if (!state) throw new Error('the workspace is not synced')
  return {
    ...{
      state: state.isPaused ? 'paused' : 'syncing',
      waiting: 0,
      rejected: 0,
      sending: null,
      receiving: null,
    },
    ...{ remoteFiles: 0, offlineSince: null, error: null },
    ...{ paused: state.isPaused, keepsFiles: state.keepsFiles, bytesPerSecond: state.bytesPerSecond },
    syncedAt: state.syncedAt?.toISOString() ?? null,
  }
}

/** On a client: keeps the workspace and its server the same, by itself. */
import { hostname } from 'node:os'
import { eq } from 'drizzle-orm'
import type { Actor, Role, SyncActivity, SyncSettings, SyncStatus } from '../../../contract/index.ts'
import type { BlobStore } from '../../blobs/index.ts'
import { type Database, syncStates } from '../../database/index.ts'
import type { Mutation } from '../../mutations/index.ts'
import { createSyncClient, type Exchanged } from '../client/client.ts'
import { fetchTexts } from '../client/fetch-texts.ts'
import { createHttpTransport } from '../client/http-transport.ts'
import { dismissRejections } from '../client/outbox.ts'
import { createThrottle } from '../client/throttle.ts'
import { readActivity } from './activity.ts'
import { createExchangeLoop } from './exchange-loop.ts'
import { createFiles } from './files.ts'
import { firstFacts } from './first-facts.ts'
import { createLive } from './live.ts'
import { receive } from './receive.ts'
import { createReport, type Network } from './report.ts'
import { createTransferLoop } from './transfer-loop.ts'
import { createWorking } from './working.ts'

export interface SyncEngineParts {
  readonly database: Database
  readonly actor: Actor
  readonly mutations: readonly Mutation[]
  readonly blobs: BlobStore
  /** A folder for files that have come in part. */
  readonly partial: string
  /** Of its user, as the last pull left it. */
  readonly role: () => Role
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

/** As its user's network knows it. */
const DEVICE_NAME = hostname().slice(0, 100) || 'DocuChat'

export async function createSyncEngine(parts: SyncEngineParts): Promise<SyncEngine> {
  const { actor, blobs, database, role } = parts
  const report = createReport(await firstFacts(database, actor), role)
  const working = createWorking()
  const closing = new AbortController()

  const throttle = createThrottle(() => report.facts.bytesPerSecond)
  const transport = createHttpTransport({
    ...{ ...parts, tenantId: actor.tenantId, throttle },
    device: () => ({ name: DEVICE_NAME, keepsFiles: report.facts.keepsFiles }),
  })
  const files = createFiles({ database, actor, blobs, partial: parts.partial, transport, throttle })
  const countRemote = async () => report.change({ remoteFiles: (await files.remote()).length })

  const live = createLive({
    ...{ url: parts.url, tenantId: actor.tenantId, token: parts.token },
    onNews: () => exchanges.wake(),
    onClosed: () => exchanges.wake(),
  })
  const client = createSyncClient({ ...parts, transport })
  const exchanges = createExchangeLoop({
    ...{ ...parts, client, live, report, working },
    onReceived: wakeReceipts,
    onChanged: countRemote,
    onReached() {
      shipments.wake()
      wakeReceipts()
    },
  })
  const onLost = () => exchanges.wake()
  const shipments = createTransferLoop({ ...parts, onLost, report, working, work: sendFiles })
  const receipts = createTransferLoop({
    ...{ ...parts, onLost, report, working },
    async work(signal) {
      await receive({ ...parts, files, report, texts }, signal)
      report.change({ isReceiving: receipts.isWoken })
    },
  })

  function wakeReceipts(): void {
    report.change({ isReceiving: true })
    receipts.wake()
  }

  async function* texts(signal: AbortSignal) {
    const { indexVersion } = parts
    const space = await parts.space()
    yield* fetchTexts({ database, actor, derived: transport.derived, indexVersion, space }, signal)
  }

  /** Each as soon as it can: the changes behind it wait for it. */
  async function sendFiles(signal: AbortSignal): Promise<void> {
    let done = 0
    try {
      for (let rest = await client.filesToSend(); rest.length > 0; rest = await client.filesToSend())
        for (const [index, sha256] of rest.entries()) {
          signal.throwIfAborted()
          report.change({ sending: { done, total: done + rest.length - index } })
          await client.sendFile(sha256, signal)
          done++
          exchanges.wake()
        }
    } finally {
      report.change({ sending: null })
    }
  }

  /** Something is to be done, or to be done differently, from now on. */
  function restart(): void {
    report.change({ doings: report.facts.doings + 1 })
    working.restart()
    wakeAll()
  }

  function wakeAll(): void {
    exchanges.wake()
    shipments.wake()
    wakeReceipts()
  }

  const loops = Promise.all([exchanges.run(), shipments.run(), receipts.run()])

  return {
    status: () => report.status,
    follow: (signal) => report.follow(AbortSignal.any([signal, closing.signal])),
    wake() {
      report.change({ doings: report.facts.doings + 1 })
      exchanges.wake()
      shipments.wake()
    },
    syncNow() {
      const { doings, isReceiving, keepsFiles, remoteFiles, waiting } = report.facts
      report.change({ doings: doings + 1, isForced: true })
      exchanges.wake()
      // What else there is to send or to fetch, the exchange tells.
      if (waiting > 0) shipments.wake()
      if (isReceiving || (keepsFiles && remoteFiles > 0)) wakeReceipts()
    },
    async configure(change) {
      const before = report.facts
      const { bytesPerSecond, keepsFiles, paused } = { ...before, ...defined(change) }
      await database.asTenant(actor, (tx) =>
        tx
          .update(syncStates)
          .set({ bytesPerSecond, keepsFiles, isPaused: paused })
          .where(eq(syncStates.tenantId, actor.tenantId)),
      )
      report.change({ bytesPerSecond, keepsFiles, paused })
      // A limit holds from the next part of a file on.
      if (paused !== before.paused || keepsFiles !== before.keepsFiles) restart()
    },
    setNetwork(network) {
      const { metered, online } = report.facts.network
      // Every window says so whenever it is loaded.
      if (network.metered === metered && network.online === online) return
      const since = report.facts.offlineSince ?? new Date().toISOString()
      report.change({ network, ...(!network.online && { offlineSince: since }) })
      restart()
    },
    activity: () => database.asTenant(actor, (tx) => readActivity(tx, actor)),
    async dismiss(mutationIds) {
      await database.asTenant(actor, (tx) => dismissRejections(tx, actor, mutationIds))
      await exchanges.count()
    },
    async fetchFile(documentId) {
      const isNew = await files.fetch(documentId, closing.signal)
      if (isNew) report.change({ remoteFiles: Math.max(0, report.facts.remoteFiles - 1) })
    },
    remoteFiles: files.remote,
    async close() {
      closing.abort()
      working.close()
      live.close()
      wakeAll()
      await loops
    },
  }
}

/** What a partial change names. */
const defined = (change: Partial<SyncSettings>): Partial<SyncSettings> =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))

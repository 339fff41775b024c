/** On a client: one exchange with the server after the other, until both have the same (docs/sync.md). */
import { isDeepStrictEqual } from 'node:util'
import { eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import {
  type Actor,
  AppError,
  type ErrorCode,
  MAX_PULLED,
  MAX_PUSHED,
  mutationSchemas,
  SYNC_PROTOCOL,
  type SyncCursor,
  type SyncedRows,
  type SyncRequest,
  type SyncResponse,
} from '../../../contract/index.ts'
import { type Database, syncStates, type Transaction } from '../../database/index.ts'
import type { Mutation } from '../../mutations/index.ts'
import { applyChanges, noteNamed, removeUnnamed, removeUnnamedMembers } from './apply-changes.ts'
import { beginResync } from './begin-resync.ts'
import { isAnyBehind, type OutboxEntry, settle, touchedBy, waiting } from './outbox.ts'
import { isAsHere, putUnder } from './put-under.ts'
import { replay, rewind } from './rewind.ts'
import { startAnew } from './start-anew.ts'

/** The way to the server; what it answers was parsed. */
export interface SyncTransport {
  exchange(request: SyncRequest, signal: AbortSignal): Promise<SyncResponse>
  /** Returns once the server has the file; throws `not_found` when it is not here either. */
  sendBlob(sha256: string, signal: AbortSignal): Promise<void>
}

export interface SyncClientParts {
  readonly database: Database
  readonly actor: Actor
  readonly mutations: readonly Mutation[]
  readonly transport: SyncTransport
  /** Rows and tombstones asked for at once. */
  readonly pageSize?: number
  readonly batchSize?: number
}

export interface Exchanged {
  readonly rows: SyncedRows
  readonly gone: SyncResponse['gone']
  /** Mutations that the server came to. */
  readonly sent: number
  /** Rows and tombstones. */
  readonly received: number
  /** Files that no document here holds any more, by hash. */
  readonly unused: readonly string[]
  /** Whether there is more to fetch, or to send without sending a file first. */
  readonly more: boolean
}

export interface SyncClient {
  /**
   * Sends what waits, up to the first document whose file is still to be sent, and brings what is new. One at a time. Throws what the
   * transport throws, and changes nothing then.
   */
  exchange(signal: AbortSignal): Promise<Exchanged>
  /** Of the documents that wait, in their order, by hash. */
  filesToSend(): Promise<string[]>
  /** Sends one of them; beside an exchange, but one at a time. Throws what the transport throws. */
  sendFile(sha256: string, signal: AbortSignal): Promise<void>
}

interface Plan {
  readonly clientId: string
  readonly cursor: SyncCursor | null
  /** The first of what waits, and those of them that go: what is behind a file keeps its place. */
  readonly waiting: readonly OutboxEntry[]
  readonly entries: readonly OutboxEntry[]
  readonly refresh: SyncRequest['refresh']
  readonly acknowledged: number
  /** The last number that was given. */
  readonly numbered: number
  readonly isResyncing: boolean
}

export function createSyncClient(parts: SyncClientParts): SyncClient {
  const { actor, database, pageSize = MAX_PULLED, batchSize = MAX_PUSHED, transport } = parts
  const mutations = new Map<string, Mutation>(parts.mutations.map((mutation) => [mutation.name, mutation]))
  /** Files of what waits that the server has, or will never have, and when that was known. Another client asks it again. */
  const sent = new Map<string, number>()
  const isSent = (sha256: string) => Date.now() - (sent.get(sha256) ?? Number.NEGATIVE_INFINITY) <= SENT_MS
  const isHeldUp = (entry: OutboxEntry) => {
    const sha256 = fileOf(entry)
    return sha256 !== undefined && !isSent(sha256)
  }

  const plan = () =>
    database.asTenant(actor, async (tx): Promise<Plan> => {
      const { clientId, cursor, isResyncing, nextMutationId } = await stateOf(tx, actor)
      const first = withinBytes(await waiting(tx, actor, batchSize))
      const end = first.findIndex(isHeldUp)
      const entries = end < 0 ? first : first.slice(0, end)
      const refresh = await touchedBy(
        tx,
        actor,
        entries.map(({ mutationId }) => mutationId),
      )
      const numbered = nextMutationId - 1
      const acknowledged = (first[0]?.mutationId ?? nextMutationId) - 1
      return { clientId, cursor, waiting: first, entries, acknowledged, numbered, isResyncing, refresh }
    })

  async function send({ acknowledged, clientId, cursor, entries, refresh }: Plan, signal: AbortSignal) {
    const pushed = entries.map(({ args, mutationId, name }) => ({ id: mutationId, name, args }))
    return transport.exchange(
      {
        ...{ protocol: SYNC_PROTOCOL, clientId, mutations: pushed },
        ...{ acknowledged, cursor, refresh, limit: pageSize },
      },
      signal,
    )
  }

  const isAnyToSend = async (tx: Transaction) => (await waiting(tx, actor, 1)).some((one) => !isHeldUp(one))

  /** Whether the server has come to mutations that this client, since it began, did not think it could send. */
  function isBehind(planned: Plan, { lastMutationId }: SyncResponse): boolean {
    if (lastMutationId <= lastOf(planned)) return false
    const done = planned.waiting.filter(({ mutationId }) => mutationId <= lastMutationId)
    const files = done.filter(isHeldUp).flatMap((entry) => fileOf(entry) ?? [])
    // It cannot have come further, unless this database was restored from a backup: numbers would be given a second time.
    if (lastMutationId > planned.numbered || files.length === 0)
      throw new AppError('sync_out_of_order', { expected: 1 })
    for (const sha256 of files) sent.set(sha256, Date.now())
    return true
  }

  /** All of the answer or nothing. */
  const keep = (planned: Plan, response: SyncResponse) =>
    database.asOwner(async (tx) => {
      const upTo = response.lastMutationId
      const { isResyncing } = await stateOf(tx, actor)
      // Else what waits would be done again at each of the many answers until it is sent.
      const mayStand = !isResyncing && (await isAnyBehind(tx, actor, upTo))
      const stands = mayStand && (await isAsHere(tx, actor, response, upTo))
      if (!stands) await rewind(tx, actor, planned.acknowledged)
      if (isResyncing && !response.more) await removeUnnamedMembers(tx, actor, response.rows)
      const left = await applyChanges(
        tx,
        actor,
        stands ? { gone: [], rows: await putUnder(tx, actor, response.rows, upTo) } : response,
      )
      await settle(tx, actor, upTo, response.rejections)
      if (isResyncing) await noteNamed(tx, actor, response.rows)
      const unnamed = isResyncing && !response.more ? await removeUnnamed(tx, actor) : []
      if (!stands) await replay(tx, actor, mutations, upTo)
      // A file that went to the server for a document which was purged here meanwhile has waited for that.
      const sentNow = planned.entries.flatMap((entry) => (entry.mutationId <= upTo && fileOf(entry)) || [])
      const unused = [...left, ...unnamed, ...sentNow]
      // Whoever adds one of them again asks again: its document may be deleted for good until then.
      for (const sha256 of sentNow) sent.delete(sha256)
      await tx
        .update(syncStates)
        .set({ cursor: response.cursor, ...(!response.more && { isResyncing: false }) })
        .where(eq(syncStates.tenantId, actor.tenantId))
      const { gone, more, rows } = response
      const received = gone.length + Object.values(rows).reduce((sum, { length }) => sum + length, 0)
      return {
        ...{ rows, gone, received, unused, more: more || (await isAnyToSend(tx)) },
        sent: Math.max(0, upTo - planned.acknowledged),
      }
    })

  return {
    async exchange(signal) {
      try {
        const planned = await plan()
        const response = await send(planned, signal)
        // Sent again, with the rows that they touched.
        if (isBehind(planned, response)) return { ...nothing, more: true }
        // Whoever did something here meanwhile asks for it to be sent.
        if (!isNews(planned, response)) return { ...nothing, more: false }
        return await keep(planned, response)
      } catch (error) {
        sent.clear()
        if (!(error instanceof AppError)) throw error
        if (error.code === 'resync_needed') await database.asTenant(actor, (tx) => beginResync(tx, actor))
        else if (error.code === 'sync_out_of_order')
          await database.asTenant(actor, (tx) => startAnew(tx, actor))
        else throw error
        return { ...nothing, more: true }
      }
    },

    async filesToSend() {
      const all = await database.asTenant(actor, (tx) => waiting(tx, actor))
      return [...new Set(all.filter(isHeldUp).flatMap((entry) => fileOf(entry) ?? []))]
    },

    async sendFile(sha256, signal) {
      await transport.sendBlob(sha256, signal).catch(unlessHopeless)
      sent.set(sha256, Date.now())
    },
  }
}

/**
 * The server forgets a file whose document does not come for a week (`server/compact.ts`), and would refuse the document then. So after this
 * time, as after a failure, of which nobody knows how long it lasts, it is asked again, which sends nothing that is there.
 */
const SENT_MS = 24 * 3_600_000

/** What has to be on the server before the mutation, by hash. */
function fileOf({ args, name }: OutboxEntry): string | undefined {
  return name === 'document.add' ? mutationSchemas[name].parse(args).sha256 : undefined
}

/** Makes the workspace a client of its server, to be pulled from the start. */
export async function joinSync(tx: Transaction, { tenantId }: Pick<Actor, 'tenantId'>): Promise<void> {
  await tx.insert(syncStates).values({ tenantId, clientId: uuidv7() }).onConflictDoNothing()
}

const lastOf = ({ acknowledged, entries }: Plan) => entries.at(-1)?.mutationId ?? acknowledged

/** Whether the answer changes anything here. Most do not: a laptop asks as often as it wakes up or finds its network again. */
function isNews({ cursor, entries, isResyncing }: Plan, response: SyncResponse): boolean {
  const { gone, more, rejections, rows } = response
  const isEmpty = gone.length === 0 && Object.values(rows).every(({ length }) => length === 0)
  const isSettled = entries.length === 0 && rejections.length === 0 && !isResyncing
  return !(isEmpty && isSettled && !more && isDeepStrictEqual(response.cursor, cursor))
}

/**
 * What keeps a file from ever coming: it is not here any more, is damaged, or its sender may add none. The mutation goes without it, so that
 * the server refuses that alone, and what waits behind it goes on.
 */
const HOPELESS: readonly ErrorCode[] = [
  'not_found',
  'file_missing',
  'file_damaged',
  'forbidden',
  'bad_request',
]

function unlessHopeless(error: unknown): void {
  if (!(error instanceof AppError && HOPELESS.includes(error.code))) throw error
}

/** A request is read whole before it is understood. */
const BATCH_BYTES = 2 * 1024 * 1024

/** The first of them that fit, at least one. */
function withinBytes(entries: readonly OutboxEntry[]): readonly OutboxEntry[] {
  let bytes = 0
  const end = entries.findIndex(({ args }) => {
    bytes += Buffer.byteLength(JSON.stringify(args))
    return bytes > BATCH_BYTES
  })
  return end < 0 ? entries : entries.slice(0, Math.max(1, end))
}

async function stateOf(tx: Transaction, { tenantId }: Actor) {
  const [state] = await tx.select().from(syncStates).where(eq(syncStates.tenantId, tenantId))
  if (!state) throw new Error('the workspace is not synced')
  return state
}

const noRows: SyncedRows = {
  ...{ tenant: [], member: [], folder: [], document: [], alias: [], annotation: [], chat: [], message: [] },
}
const nothing: Omit<Exchanged, 'more'> = { rows: noRows, gone: [], sent: 0, received: 0, unused: [] }

/** On the server: applies what a client did, then reads what it is to be told (docs/sync.md). */
import { and, eq, gt, lte, sql } from 'drizzle-orm'
import {
  type Actor,
  AppError,
  isMutationName,
  mutationSchemas,
  type PushedMutation,
  type RowKey,
  SYNC_PROTOCOL,
  type SyncRequest,
  type SyncResponse,
  toErrorInfo,
} from '../../../contract/index.ts'
import type { BlobStore } from '../../blobs/index.ts'
import {
  type Database,
  syncClients,
  syncRejections,
  type Transaction,
  tenants,
} from '../../database/index.ts'
import type { Mutation, Mutator } from '../../mutations/index.ts'
import { requireCurrentRole } from '../../roles/index.ts'
import { isEnd } from './cursor.ts'
import { createFilesAhead } from './files-ahead.ts'
import { isPassing } from './passing.ts'
import { readChanges } from './read-changes.ts'

export interface AnswerSyncParts {
  readonly database: Database
  readonly mutations: readonly Mutation[]
  readonly mutator: Pick<Mutator, 'follow'>
  readonly blobs: (tenantId: string) => Pick<BlobStore, 'has'>
  readonly onError: (error: unknown) => void
}

export type AnswerSync = (actor: Actor, request: SyncRequest) => Promise<SyncResponse>

/**
 * Before a request is read: another version's says other things.
 * @throws {AppError} update_needed, naming the older side
 */
export function requireProtocol({ protocol }: Pick<SyncRequest, 'protocol'>): void {
  if (protocol !== SYNC_PROTOCOL)
    throw new AppError('update_needed', { side: protocol < SYNC_PROTOCOL ? 'DocuChat' : 'server' })
}

/** Throws `resync_needed`, `not_found` for another user's client, and `service_unavailable`: send it again. */
export function createAnswerSync({
  blobs,
  database,
  mutations,
  mutator,
  onError,
}: AnswerSyncParts): AnswerSync {
  const byName = new Map<string, Mutation>(mutations.map((mutation) => [mutation.name, mutation]))
  const files = createFilesAhead(blobs)

  /** Applies it if it is the client's next; `behind` come in the same request. @throws what keeps it from being applied now */
  async function push(
    actor: Actor,
    clientId: string,
    pushed: PushedMutation,
    behind: readonly PushedMutation[],
  ): Promise<void> {
    const done = await database.asTenant(actor, async (tx) => {
      const last = await lockClient(tx, actor, clientId)
      if (pushed.id <= last) return
      if (pushed.id > last + 1) throw new AppError('sync_out_of_order', { expected: last + 1 })
      const own = and(eq(syncClients.tenantId, actor.tenantId), eq(syncClients.clientId, clientId))
      const done = await tryIn(tx, actor, pushed, behind)
      await tx.update(syncClients).set({ lastMutationId: pushed.id, updatedAt: sql`now()` }).where(own)
      if (!('error' in done)) return done
      await tx.insert(syncRejections).values({
        ...{ tenantId: actor.tenantId, clientId, mutationId: pushed.id },
        error: toErrorInfo(done.error, String(pushed.id)),
      })
      return
    })
    // Committed: what follows from it may fail without its being told as refused.
    if (done) await mutator.follow(actor, done.mutation, done.result).catch(onError)
  }

  async function tryIn(
    tx: Transaction,
    actor: Actor,
    { args, name }: PushedMutation,
    behind: readonly PushedMutation[],
  ): Promise<{ readonly mutation: Mutation; readonly result: unknown } | { readonly error: unknown }> {
    try {
      const mutation = byName.get(name)
      if (!mutation || !isMutationName(name))
        throw new AppError('bad_request', { reason: `no mutation ${name}` })
      const parsed = mutationSchemas[name].safeParse(args)
      if (!parsed.success)
        throw new AppError('bad_request', { reason: parsed.error.issues[0]?.message ?? 'arguments' })
      const result = await tx.transaction(async (inner) => {
        // First: whoever may not add the document could not send its file either, and is to be told why.
        const role = await requireCurrentRole(inner, actor, mutation.least)
        await files.before(inner, actor, name, parsed.data, behind)
        // Parsed by the schema of this very name.
        const result = await mutation.apply(inner, { ...actor, role }, parsed.data as never)
        await files.after(inner, actor, name, parsed.data)
        return result
      })
      return { mutation, result }
    } catch (error) {
      if (isPassing(error)) throw error
      if (!(error instanceof AppError)) onError(error)
      return { error }
    }
  }

  return async (actor, { acknowledged, clientId, cursor, limit, mutations: pushed, refresh }) => {
    for (const [index, mutation] of pushed.entries())
      await push(actor, clientId, mutation, pushed.slice(index + 1))
    return database.asTenant(actor, async (tx) => {
      await requireCurrentRole(tx, actor, 'viewer')
      const place = await startOfPull(tx, actor, cursor)
      // Read before the rows: what they show is then as new as what is acknowledged, or newer.
      const lastMutationId = await lastOf(tx, actor, clientId)
      const rejections = await rejectionsOf(tx, actor, clientId, acknowledged)
      return {
        lastMutationId,
        rejections,
        ...mutable(await readChanges(tx, actor, { ...place, cursor, limit, refresh })),
      }
    })
  }
}

const mutable = <T extends { readonly gone: readonly RowKey[] }>(changes: T) => ({
  ...changes,
  gone: [...changes.gone],
})

/** The client's last mutation, nobody else pushing for it until the transaction ends. @throws {AppError} not_found for another user's */
async function lockClient(tx: Transaction, actor: Actor, clientId: string): Promise<number> {
  const { tenantId, userId } = actor
  await tx.insert(syncClients).values({ tenantId, userId, clientId }).onConflictDoNothing()
  const [client] = await tx
    .select()
    .from(syncClients)
    .where(and(eq(syncClients.tenantId, tenantId), eq(syncClients.clientId, clientId)))
    .for('update')
  if (client?.userId !== userId) throw new AppError('not_found', { kind: 'client', id: clientId })
  return client.lastMutationId
}

/**
 * The client's last mutation; that it was heard of is noted once a day, so that asking costs no writing.
 * @throws {AppError} not_found for another user's client
 */
async function lastOf(tx: Transaction, actor: Actor, clientId: string): Promise<number> {
  const own = and(eq(syncClients.tenantId, actor.tenantId), eq(syncClients.clientId, clientId))
  const { lastMutationId, updatedAt, userId } = syncClients
  const isNoted = sql<boolean>`${updatedAt} > now() - interval '1 day'`
  const [client] = await tx.select({ lastMutationId, userId, isNoted }).from(syncClients).where(own)
  if (!client) return 0
  if (client.userId !== actor.userId) throw new AppError('not_found', { kind: 'client', id: clientId })
  if (!client.isNoted) await tx.update(syncClients).set({ updatedAt: sql`now()` }).where(own)
  return client.lastMutationId
}

/** Those that the client has not kept yet; the others are forgotten. */
async function rejectionsOf(tx: Transaction, actor: Actor, clientId: string, acknowledged: number) {
  const own = and(eq(syncRejections.tenantId, actor.tenantId), eq(syncRejections.clientId, clientId))
  const rows = await tx
    .select()
    .from(syncRejections)
    .where(and(own, gt(syncRejections.mutationId, acknowledged)))
    .orderBy(syncRejections.mutationId)
  if (acknowledged > 0)
    await tx.delete(syncRejections).where(and(own, lte(syncRejections.mutationId, acknowledged)))
  return rows.map(({ mutationId, error }) => ({ id: mutationId, error }))
}

/**
 * The tenant's change number, and what it was when the client's pull from the start began.
 * @throws {AppError} resync_needed where tombstones that the client needs may have been deleted
 */
async function startOfPull(
  tx: Transaction,
  actor: Actor,
  cursor: SyncRequest['cursor'],
): Promise<{ readonly head: number; readonly startedAt: number }> {
  const [tenant] = await tx
    .select({ floor: tenants.tombstoneFloor, head: tenants.changeNumber })
    .from(tenants)
    .where(eq(tenants.id, actor.tenantId))
  if (!tenant) throw new AppError('not_found', { kind: 'tenant', id: actor.tenantId })
  const { floor, head } = tenant
  if (!cursor) return { head, startedAt: head }
  const { changeNumber, startedAt } = cursor
  // Of one transaction's deletions the client may have come to some only.
  const isBehind = isEnd(cursor) ? changeNumber < floor : changeNumber <= floor
  const isComplete = !isBehind || startedAt >= floor
  // A cursor ahead of the tenant is of a database that was since restored from a backup.
  const isOfThisDatabase = Math.max(changeNumber, startedAt) <= head
  if (!isComplete || !isOfThisDatabase) throw new AppError('resync_needed')
  return { head, startedAt }
}

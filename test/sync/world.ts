/** One server and some laptops, each on a real database of its own, that are used, cut off and killed at random. */
import { randomUUID } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { type Actor, AppError, type ErrorCode, type Role, type SyncedRows } from '../../src/contract/index.ts'
import { allMutations } from '../../src/core/all-mutations.ts'
import {
  type Database,
  memberships,
  type Transaction,
  tenants,
  users,
} from '../../src/core/database/index.ts'
import { createDocumentStore } from '../../src/core/documents/index.ts'
import { createMutator, type Recorder } from '../../src/core/mutations/index.ts'
import { waiting } from '../../src/core/sync/client/outbox.ts'
import { replay, rewind } from '../../src/core/sync/client/rewind.ts'
import { sendBlob } from '../../src/core/sync/client/send-blob.ts'
import {
  countWaiting,
  createAnswerSync,
  createBlobUploads,
  createSyncClient,
  joinSync,
  recordInOutbox,
  rejections,
  type SyncClient,
} from '../../src/core/sync/index.ts'
import { readChanges } from '../../src/core/sync/server/read-changes.ts'
import { appliedIn, counting, madeBy, prepareCount } from './applied.ts'
import { type BlobMemory, createBlobMemory } from './blob-memory.ts'
import { canonical } from './canonical.ts'
import type { Clock } from './clock.ts'
import { Crash, createFuse, type Fuse, withFuse } from './fuse.ts'
import { heldRows } from './held-rows.ts'
import type { History } from './history.ts'
import { type Fault, Network } from './network.ts'
import type { Doer } from './operations.ts'

export interface Side extends Doer {
  readonly fuse: Fuse
  readonly clock: Clock
}

export interface Laptop extends Side {
  readonly actor: Actor
  /** One exchange; true when there is more. A failed one is no more than a failed one. `meanwhile` is done while it waits for the answer. */
  exchange(fault: Fault, meanwhile?: () => Promise<void>): Promise<boolean>
}

export interface World {
  readonly server: Side
  readonly laptops: readonly Laptop[]
  /** Those who have laptops, then others. */
  readonly users: readonly Actor[]
  /** Parts the laptop's user from the server, or brings them together again. */
  setPath(laptop: Laptop, isThere: boolean): void
  /** What the network held back arrives. */
  deliverLate(): Promise<void>
  /** Delivers that, brings everyone back, then lets everyone sync until nobody has more. */
  heal(): Promise<void>
  /** What the user may see, as the server has it. */
  expected(actor: Actor): Promise<SyncedRows>
  /** What the laptop has, be its user to see it or not. */
  present(laptop: Laptop): Promise<SyncedRows>
  /** How far the laptop is with the text of each document, and how far the server is. */
  readings(laptop: Laptop): Promise<readonly { readonly here: string; readonly there: string }[]>
  /** What the laptop has, and what it would have if all that waits were done again; times left out. */
  replayed(laptop: Laptop): Promise<readonly [unknown, unknown]>
  waitingOn(laptop: Laptop): Promise<number>
  rejectedOn(laptop: Laptop): Promise<readonly { name: string; args: unknown; code: string }[]>
  /** What the server made for laptops, as often as it did. */
  applied(): Promise<readonly string[]>
  /** What went, unsent or refused, with the copy of someone who was no member any more. */
  erased(): ReadonlySet<string>
  close(): Promise<void>
}

/** On databases that earlier worlds used for theirs: one of the server, then one a laptop. */
export interface Place {
  readonly database: Database
  readonly clock: Clock
}

/** A world of new people in a new tenant. */
export async function createWorld(
  places: readonly Place[],
  {
    clocks = [],
    owners,
    pageSize,
    roles,
  }: Pick<History, 'owners' | 'pageSize' | 'clocks'> & { readonly roles: readonly Role[] },
): Promise<World> {
  for (const [index, { clock }] of places.entries()) await clock.set(clocks[index] ?? 0)
  const [serverPlace, ...laptopPlaces] = places
  if (!serverPlace) throw new Error('a world needs a place for its server')
  const serverDatabase = serverPlace.database
  await prepareCount(serverDatabase)
  const tenantId = randomUUID()
  const others = Array.from({ length: OTHERS }, (): Role => 'member')
  const people = [...roles, ...others].map((role): Actor => ({ tenantId, userId: randomUUID(), role }))
  await serverDatabase.asOwner(async (tx) => {
    await tx.insert(tenants).values({ id: tenantId, slug: tenantId, name: 'Organisation' })
    for (const [index, { role, userId }] of people.entries()) {
      await tx.insert(users).values({ id: userId, name: `User ${index}`, email: `${userId}@example.org` })
      if (index < roles.length) await tx.insert(memberships).values({ tenantId, userId, role })
    }
  })
  const server = sideOf(serverPlace, tenantId)
  const onError = (error: unknown) => {
    if (!(error instanceof Crash)) throw error
  }
  const blobsOf = () => server.blobs
  const network = new Network({
    answer: createAnswerSync({
      ...{ database: server.database, mutations: counting(allMutations), mutator: server.mutator },
      ...{ blobs: blobsOf, onError },
    }),
    blobs: createBlobUploads({
      ...{ blobs: blobsOf, database: server.database },
      removeUnused: (_, sha256) => server.removeUnused(sha256),
    }),
    async admit({ userId }) {
      const membership = and(eq(memberships.tenantId, tenantId), eq(memberships.userId, userId))
      if ((await serverDatabase.asOwner((tx) => tx.$count(memberships, membership))) === 0)
        throw new AppError('membership_ended')
    },
  })
  const erased = new Set<string>()
  const laptops = await Promise.all(
    owners.map(async (owner, index) => {
      const [place, actor] = [laptopPlaces[index], people[owner]]
      if (!place || !actor) throw new Error('every laptop needs a place and an owner')
      await beginCopy(place.database, actor)
      const side = sideOf(place, tenantId, recordInOutbox)
      return openLaptop(side, actor, { network, serverFuse: server.fuse, pageSize }, async () => {
        const read = async (tx: Transaction) => [
          ...(await waiting(tx, actor)),
          ...(await rejections(tx, actor)),
        ]
        for (const { args, name } of await place.database.asTenant(actor, read))
          erased.add(madeBy(name, args) ?? '')
        await removeTenant(place.database, tenantId)
        await beginCopy(place.database, actor)
      })
    }),
  )
  const read = (database: Database, actor: Actor) => database.asTenant(actor, (tx) => readAll(tx, actor))
  return {
    ...{ server, laptops, users: people, erased: () => erased },
    setPath: ({ actor }, isThere) => network.setPath(actor, isThere),
    deliverLate: () => network.deliverLate(),
    async heal() {
      for (const { fuse } of [server, ...laptops]) fuse.light()
      await network.deliverLate()
      for (const [index, { role, userId }] of people.slice(0, roles.length).entries()) {
        const gone = { tenantId, userId, role: index === 0 ? role : ('member' as const) }
        await serverDatabase.asOwner((tx) => tx.insert(memberships).values(gone).onConflictDoNothing())
      }
      for (const { actor } of laptops) network.setPath(actor, true)
      for (let round = 0; round < 3; round++)
        for (const laptop of laptops)
          for (let turn = 0; await laptop.exchange('none'); turn++)
            if (turn > 500) throw new Error('a laptop never has everything')
    },
    expected: (actor) => read(serverDatabase, actor),
    present: ({ actor, database }) => database.asTenant(actor, (tx) => heldRows(tx, tenantId)),
    readings: async ({ actor, database }) => {
      const here = await database.asTenant(actor, (tx) => readRows(tx, actor))
      const there = await serverDatabase.asTenant(actor, (tx) => readRows(tx, actor))
      const statuses = new Map(there.document.map(({ id, status }) => [id, status]))
      return here.document.map(({ id, status }) => ({ here: status, there: statuses.get(id) ?? 'gone' }))
    },
    replayed: async ({ actor, database }) => {
      let states: readonly [unknown, unknown] | undefined
      const undo = new Error('undo')
      await database
        .asTenant(actor, async (tx) => {
          const shown = timeless(await readAll(tx, actor))
          await rewind(tx, actor, 0)
          await replay(tx, actor, byName, 0)
          states = [shown, timeless(await readAll(tx, actor))]
          throw undo
        })
        .catch((error: unknown) => {
          if (error !== undo) throw error
        })
      return states ?? [undefined, undefined]
    },
    waitingOn: ({ actor, database }) => database.asTenant(actor, (tx) => countWaiting(tx, actor)),
    rejectedOn: async ({ actor, database }) => {
      const rejected = await database.asTenant(actor, (tx) => rejections(tx, actor))
      return rejected.map(({ args, error, name }) => ({ name, args, code: error.code }))
    },
    applied: () => appliedIn(serverDatabase, tenantId),
    async close() {
      for (const { database } of places) await removeTenant(database, tenantId)
    },
  }
}

/** People without laptops. */
const OTHERS = 2
/** A file has this many bytes, and goes in two parts. */
const PART_BYTES = 40

/** What a device has before it first meets the server. */
async function beginCopy(database: Database, actor: Actor): Promise<void> {
  const { role, tenantId, userId } = actor
  await database.asOwner(async (tx) => {
    await tx.insert(tenants).values({ id: tenantId, slug: tenantId, name: '' })
    await tx.insert(users).values({ id: userId, name: '' }).onConflictDoNothing()
    await tx.insert(memberships).values({ tenantId, userId, role })
    await joinSync(tx, actor)
  })
}

async function removeTenant(database: Database, tenantId: string): Promise<void> {
  await database.asOwner((tx) => tx.delete(tenants).where(eq(tenants.id, tenantId)))
}

const byName = new Map(allMutations.map((mutation) => [mutation.name, mutation]))

const readAll = async (tx: Transaction, actor: Actor): Promise<SyncedRows> =>
  canonical(await readRows(tx, actor))

async function readRows(tx: Transaction, actor: Actor): Promise<SyncedRows> {
  return (await readChanges(tx, actor, { cursor: null, limit: 100_000, refresh: [] })).rows
}

/** Doing a thing again does it at another time. */
const timeless = (rows: SyncedRows): unknown =>
  JSON.parse(JSON.stringify(rows), (key, value) =>
    key === 'updated_at' || key === 'created_at' ? undefined : key === 'deleted_at' ? value !== null : value,
  )

interface FullSide extends Side {
  /** Removes the file unless a document needs it. */
  removeUnused(sha256: string): Promise<void>
}

function sideOf({ clock, database }: Place, tenantId: string, record?: Recorder): FullSide {
  const fuse = createFuse()
  const own = withFuse(database, fuse)
  const blobs = createBlobMemory()
  const store = createDocumentStore(own)
  const removeUnused = (sha256: string) =>
    store.removeUnused(tenantId, sha256, async () => {
      fuse.passAwait()
      await blobs.remove(sha256)
    })
  const mutator = createMutator({ database: own, ...(record && { record }) })
  const purge = allMutations.find(({ name }) => name === 'document.purge')
  if (purge)
    mutator.on(purge, async (_, purged) => {
      for (const { sha256 } of purgedSchema.parse(purged)) await removeUnused(sha256)
    })
  return { ...{ clock, database: own, fuse, mutator, removeUnused }, blobs: fused(blobs, fuse) }
}

const purgedSchema = z.array(z.looseObject({ sha256: z.string() }))

/** Files are reached with awaits of their own. */
const fused = (blobs: BlobMemory, fuse: Fuse): BlobMemory => ({
  ...blobs,
  async put(...args) {
    fuse.passAwait()
    return blobs.put(...args)
  },
  async has(sha256) {
    fuse.passAwait()
    return blobs.has(sha256)
  },
})

function openLaptop(
  side: FullSide,
  owner: Actor,
  { network, pageSize, serverFuse }: { network: Network; serverFuse: Fuse; pageSize: number },
  erase: () => Promise<void>,
): Laptop {
  const actor = { ...owner }
  const { blobs, database, fuse } = side
  /** How the exchange under way fares. */
  let way: { readonly fault: Fault; readonly meanwhile: () => Promise<void> } | undefined
  const faultNow = (): Fault => way?.fault ?? 'none'
  const connect = (): SyncClient =>
    createSyncClient({
      ...{ database, actor, mutations: allMutations, pageSize, batchSize: 7 },
      transport: {
        async exchange(request) {
          fuse.passAwait()
          const response = await network.exchange(actor, request, faultNow())
          await way?.meanwhile()
          fuse.passAwait()
          return response
        },
        async sendBlob(sha256) {
          fuse.passAwait()
          const receiver = network.receiver(actor, faultNow())
          const onSent = async () => fuse.passAwait()
          await sendBlob({ blobs, onSent, partBytes: PART_BYTES, receiver }, sha256)
        },
      },
    })
  const never = new AbortController().signal
  // It lives as long as its process, and what it knows with it.
  let client = connect()
  return {
    ...side,
    actor,
    async exchange(fault, meanwhile = async () => {}) {
      way = { fault, meanwhile }
      try {
        const [file] = await client.filesToSend()
        // What is behind one that does not come through waits; everything else goes.
        if (file !== undefined) await client.sendFile(file, never).catch(unlessLost)
        const { more, unused } = await client.exchange(never)
        for (const sha256 of unused) await side.removeUnused(sha256)
        return more || (await client.filesToSend()).length > 0
      } catch (error) {
        const isEnded = error instanceof AppError && error.code === 'membership_ended'
        if (isEnded || fuse.isBlown()) client = connect()
        // Whoever crashed is started again.
        for (const each of [fuse, serverFuse]) each.light()
        if (isEnded) await erase()
        else if (!isFailure(error)) throw error
        return false
      }
    },
  }
}

/** What a client meets where something crashed, or the network failed; `conflict` where a part of a file came twice. */
const FAILURES: readonly ErrorCode[] = ['server_unreachable', 'service_unavailable', 'conflict']
const isFailure = (error: unknown): boolean =>
  error instanceof Crash || (error instanceof AppError && FAILURES.includes(error.code))

function unlessLost(error: unknown): void {
  if (error instanceof Crash || !isFailure(error)) throw error
}

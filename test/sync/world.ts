/** One server and some laptops, each on a real database of its own, that are used, cut off and killed at random. */
import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import {
  type Actor,
  AppError,
  type Role,
  type SyncedRows,
  syncedEntitySchema,
} from '../../src/contract/index.ts'
import { allMutations } from '../../src/core/all-mutations.ts'
import {
  type Database,
  memberships,
  type Transaction,
  tenants,
  users,
} from '../../src/core/database/index.ts'
import { createMutator, type Mutator } from '../../src/core/mutations/index.ts'
import {
  countWaiting,
  createAnswerSync,
  createSyncClient,
  joinSync,
  recordInOutbox,
  rejections,
  type SyncClient,
} from '../../src/core/sync/index.ts'
import { readChanges } from '../../src/core/sync/read-changes.ts'
import { replay, rewind } from '../../src/core/sync/rewind.ts'
import { appliedIn, counting, prepareCount } from './applied.ts'
import { Crash, Fuse, withFuse } from './fuse.ts'
import { type Fault, Network } from './network.ts'

export interface Side {
  readonly database: Database
  readonly fuse: Fuse
  readonly mutator: Mutator
}

export interface Laptop extends Side {
  readonly actor: Actor
  /** One exchange; true when there is more. A failed one is no more than a failed one. */
  exchange(fault: Fault): Promise<boolean>
}

export interface World {
  readonly server: Side
  readonly laptops: readonly Laptop[]
  readonly users: readonly Actor[]
  /** What the network held back arrives. */
  deliverLate(): Promise<void>
  /** Delivers that, then lets everyone sync until nobody has more. */
  heal(): Promise<void>
  /** What the user may see, as the server has it. */
  expected(actor: Actor): Promise<SyncedRows>
  /** What the laptop has. */
  present(laptop: Laptop): Promise<SyncedRows>
  /** What the laptop has, and what it would have if all that waits were done again; times left out. */
  replayed(laptop: Laptop): Promise<readonly [unknown, unknown]>
  waitingOn(laptop: Laptop): Promise<number>
  rejectedOn(laptop: Laptop): Promise<readonly { name: string; args: unknown; code: string }[]>
  /** What the server made for laptops, as often as it did. */
  applied(): Promise<readonly string[]>
  close(): Promise<void>
}

/** A world of new people in a new tenant, on databases that earlier worlds used for theirs. */
export async function createWorld(
  databases: readonly Database[],
  { roles, owners, pageSize }: { roles: readonly Role[]; owners: readonly number[]; pageSize: number },
): Promise<World> {
  const [serverDatabase, ...laptopDatabases] = databases
  if (!serverDatabase) throw new Error('a world needs a database for its server')
  await prepareCount(serverDatabase)
  const tenantId = randomUUID()
  const people: Actor[] = roles.map((role) => ({ tenantId, userId: randomUUID(), role }))
  await serverDatabase.asOwner(async (tx) => {
    await tx.insert(tenants).values({ id: tenantId, slug: tenantId, name: 'Organisation' })
    for (const [index, { role, userId }] of people.entries()) {
      await tx.insert(users).values({ id: userId, name: `User ${index}`, email: `${userId}@example.org` })
      await tx.insert(memberships).values({ tenantId, userId, role })
    }
  })
  const server = sideOf(serverDatabase)
  const answer = createAnswerSync({
    ...{ database: server.database, mutations: counting(allMutations), mutator: server.mutator },
    blobs: () => ({ has: async () => true }),
    onError: (error) => {
      if (!(error instanceof Crash)) throw error
    },
  })
  const network = new Network(answer)
  const laptops = await Promise.all(
    owners.map(async (owner, index) => {
      const [database, actor] = [laptopDatabases[index], people[owner]]
      if (!database || !actor) throw new Error('every laptop needs a database and an owner')
      await database.asOwner(async (tx) => {
        await tx.insert(tenants).values({ id: tenantId, slug: tenantId, name: '' })
        await tx.insert(users).values({ id: actor.userId, name: '' }).onConflictDoNothing()
        await tx.insert(memberships).values({ tenantId, userId: actor.userId, role: actor.role })
        await joinSync(tx, actor)
      })
      return openLaptop(database, actor, network, server.fuse, pageSize)
    }),
  )
  const read = (database: Database, actor: Actor) => database.asTenant(actor, (tx) => readAll(tx, actor))
  return {
    ...{ server, laptops, users: people },
    deliverLate: () => network.deliverLate(),
    async heal() {
      for (const { fuse } of [server, ...laptops]) fuse.light()
      await network.deliverLate()
      for (let round = 0; round < 3; round++)
        for (const laptop of laptops)
          for (let turn = 0; await laptop.exchange('none'); turn++)
            if (turn > 500) throw new Error('a laptop never has everything')
    },
    expected: (actor) => read(serverDatabase, actor),
    present: ({ actor }) => {
      const index = laptops.findIndex((laptop) => laptop.actor === actor)
      return read(laptopDatabases[index] ?? serverDatabase, actor)
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
      for (const database of databases)
        await database.asOwner(async (tx) => {
          await tx.delete(tenants).where(eq(tenants.id, tenantId))
        })
    },
  }
}

const byName = new Map(allMutations.map((mutation) => [mutation.name, mutation]))

async function readAll(tx: Transaction, actor: Actor): Promise<SyncedRows> {
  const { rows } = await readChanges(tx, actor, { cursor: null, limit: 100_000, refresh: [] })
  return canonical(rows)
}

/** Doing a thing again does it at another time. */
const timeless = (rows: SyncedRows): unknown =>
  JSON.parse(JSON.stringify(rows), (key, value) =>
    key === 'updated_at' || key === 'created_at' ? undefined : key === 'deleted_at' ? value !== null : value,
  )

function sideOf(database: Database): Side {
  const fuse = new Fuse()
  const own = withFuse(database, fuse)
  return { database: own, fuse, mutator: createMutator({ database: own }) }
}

function openLaptop(
  database: Database,
  owner: Actor,
  network: Network,
  serverFuse: Fuse,
  pageSize: number,
): Laptop {
  const actor = { ...owner }
  const fuse = new Fuse()
  const own = withFuse(database, fuse)
  const connect = (fault: Fault): SyncClient =>
    createSyncClient({
      ...{ database: own, actor, mutations: allMutations, pageSize, batchSize: 7 },
      transport: {
        exchange: (request) => network.exchange(actor, request, fault),
        sendBlob: async () => {},
      },
    })
  const never = new AbortController().signal
  return {
    ...{ actor, database: own, fuse },
    mutator: createMutator({ database: own, record: recordInOutbox }),
    async exchange(fault) {
      try {
        // A new one each time: whatever a client knows is in its database, or a restart would lose it.
        return (await connect(fault).exchange(never)).more
      } catch (error) {
        const isExpected =
          error instanceof Crash || (error instanceof AppError && error.code === 'server_unreachable')
        if (!isExpected) throw error
        // Whoever crashed is started again.
        for (const each of [fuse, serverFuse]) each.light()
        return false
      }
    },
  }
}

/** In one order; without what each side keeps for itself. */
function canonical(rows: SyncedRows): SyncedRows {
  const sorted = Object.fromEntries(
    syncedEntitySchema.options.map((entity) => [
      entity,
      rows[entity]
        .map((row) => ('sha256' in row ? { ...row, status: 'waiting', error: null } : row))
        .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
    ]),
  )
  return sorted as SyncedRows
}

/**
 * Whatever people do, wherever they are cut off, and whichever process ends at whichever await: once everyone has met the server, all have
 * the same, nothing that was done is lost without a reason, and nothing was done twice. `SYNC_HISTORIES` sets how many histories are tried;
 * `SYNC_HISTORY` names the file of a single one that failed.
 */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDatabase } from '../../../test/services/database.ts'
import { madeBy } from '../../../test/sync/applied.ts'
import { openClock } from '../../../test/sync/clock.ts'
import { Crash } from '../../../test/sync/fuse.ts'
import { type History, histories, MOST_LAPTOPS, type Step } from '../../../test/sync/history.ts'
import { withHistory } from '../../../test/sync/keep-history.ts'
import { type Operation, perform, Things } from '../../../test/sync/operations.ts'
import { changeOrganisation } from '../../../test/sync/organisation.ts'
import { regressions } from '../../../test/sync/regressions.ts'
import { createWorld, type Laptop, type Place, type World } from '../../../test/sync/world.ts'
import { AppError } from '../../contract/index.ts'
import { compactSync } from './server/compact.ts'

const HISTORIES = Number(process.env.SYNC_HISTORIES ?? 100)
const ONE = process.env.SYNC_HISTORY
const examples: readonly History[] = ONE ? [JSON.parse(readFileSync(ONE, 'utf8'))] : regressions

let places: readonly Place[]
beforeAll(async () => {
  const opened = Array.from({ length: 1 + MOST_LAPTOPS }, async () => {
    const database = await openTestDatabase()
    return { database, clock: await openClock(database) }
  })
  places = await Promise.all(opened)
}, 120_000)
afterAll(async () => {
  for (const { database } of places) await database.close()
})

it('converges, loses nothing and does nothing twice', { timeout: 4 * 3_600_000 }, async () => {
  let tried = 0
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      // A slow run is watched for an hour.
      if (++tried % 100 === 0) console.info(`${tried} histories`)
      await tryOut(history).catch(async (error: unknown) => {
        throw await withHistory(error, history)
      })
    }),
    {
      numRuns: examples.length + (ONE ? 0 : HISTORIES),
      examples: examples.map((one) => [one]),
      endOnFailure: process.env.SYNC_SHRINK === undefined,
    },
  )
})

async function tryOut(history: History): Promise<void> {
  const world = await createWorld(places, { ...history, roles: ['owner', 'member', 'member'] })
  try {
    const made = await live(world, history.steps)
    await world.heal()
    await check(world, made, history)
  } finally {
    await world.close()
  }
}

/** Lives through the history, and returns what was made on laptops, by id: each thing was kept when its maker was told so. */
async function live(world: World, steps: readonly Step[]): Promise<Map<string, string>> {
  const things = new Things()
  const made = new Map<string, string>()

  /** Beyond the laptops is someone who works on the server itself, in a browser. */
  async function act(laptop: Laptop | undefined, operation: Operation): Promise<void> {
    const side = laptop ?? world.server
    const actor = laptop?.actor ?? world.users[0]
    const mutation = things.mutationOf(operation, side.clock.now())
    if (!mutation || !actor) return
    await perform(side, actor, mutation)
    const id = madeBy(mutation.name, mutation.args)
    if (laptop && id !== undefined)
      made.set(id, `${mutation.name} on laptop ${world.laptops.indexOf(laptop)}`)
  }

  for (const one of steps) {
    const laptop = 'where' in one ? world.laptops[one.where % (world.laptops.length + 1)] : undefined
    if (one.type === 'do') {
      const { fuse } = laptop ?? world.server
      fuse.light(one.crash, one.cut)
      await act(laptop, one.operation).catch(unlessExpected)
      fuse.light()
    } else if (one.type === 'sync') {
      if (!laptop) continue
      const { meanwhile } = one
      laptop.fuse.light(one.crash, one.cut)
      world.server.fuse.light(one.serverCrash, one.serverCut)
      await laptop.exchange(one.fault, async () => {
        if (meanwhile) await act(laptop, meanwhile).catch(unlessRefused)
      })
      laptop.fuse.light()
      world.server.fuse.light()
      const [shown, again] = await world.replayed(laptop)
      expect(shown).toEqual(again)
    } else if (one.type === 'meet') {
      while (laptop && (await laptop.exchange('none')));
    } else if (one.type === 'path') {
      if (laptop) world.setPath(laptop, one.isThere)
    } else if (one.type === 'clock') await (laptop ?? world.server).clock.set(one.days)
    else if (one.type === 'late') await world.deliverLate()
    else if (one.type === 'compact') await compactSync(world.server.database, { tombstoneDays: 0 })
    else await changeOrganisation(world.server.database, world.users, one)
  }
  return made
}

function unlessExpected(error: unknown): void {
  if (!(error instanceof Crash)) unlessRefused(error)
}

function unlessRefused(error: unknown): void {
  if (!(error instanceof AppError)) throw error
}

async function check(
  world: World,
  made: ReadonlyMap<string, string>,
  { steps }: Pick<History, 'steps'>,
): Promise<void> {
  const refused = new Set<string>()
  // A request that comes late may find that others have purged the file meanwhile.
  const mayMissFiles = steps.some((one) => one.type === 'sync' && /delay|late/.test(one.fault))
  for (const laptop of world.laptops) {
    expect(await world.waitingOn(laptop)).toBe(0)
    expect(await world.present(laptop)).toEqual(await world.expected(laptop.actor))
    // What was added on it would be read there.
    for (const { here, there } of await world.readings(laptop))
      if (here !== 'queued') expect([here, there]).toEqual([there === 'failed' ? 'failed' : 'waiting', there])
    for (const { args, code, name } of await world.rejectedOn(laptop)) {
      expect(code).not.toBe('internal')
      if (!mayMissFiles) expect(code).not.toBe('file_missing')
      refused.add(madeBy(name, args) ?? '')
    }
  }
  const applied = await world.applied()
  expect(applied.length).toBe(new Set(applied).size)
  // Not counted are those that were refused: their transaction was undone.
  const isTold = (id: string) => refused.has(id) || world.erased().has(id)
  expect([...made].filter(([id]) => !isTold(id) && !applied.includes(id))).toEqual([])
  const [owner] = world.users
  const kept = owner ? (await world.expected(owner)).document : []
  for (const { sha256 } of kept) expect(await world.server.blobs.has(sha256)).toBe(true)
}

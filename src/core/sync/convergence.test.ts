/**
 * Whatever people do, wherever they are cut off, and whichever process ends at whichever await: once everyone has met the server, all have
 * the same, nothing that was done is lost without a reason, and nothing was done twice. `SYNC_HISTORIES` sets how many histories are tried.
 */
import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDatabase } from '../../../test/services/database.ts'
import { madeBy } from '../../../test/sync/applied.ts'
import { Crash } from '../../../test/sync/fuse.ts'
import { histories, MOST_LAPTOPS, type Step } from '../../../test/sync/history.ts'
import { perform, Things } from '../../../test/sync/operations.ts'
import { regressions } from '../../../test/sync/regressions.ts'
import { createWorld, type World } from '../../../test/sync/world.ts'
import { AppError } from '../../contract/index.ts'
import { type Database, memberships } from '../database/index.ts'
import { compactSync } from './compact.ts'

const HISTORIES = Number(process.env.SYNC_HISTORIES ?? 100)

let databases: readonly Database[]
beforeAll(async () => {
  databases = await Promise.all(Array.from({ length: 1 + MOST_LAPTOPS }, () => openTestDatabase()))
}, 120_000)
afterAll(async () => {
  for (const database of databases) await database.close()
})

it('converges, loses nothing and does nothing twice', { timeout: 3_600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(histories, async ({ owners, pageSize, steps }) => {
      const world = await createWorld(databases, { roles: ['owner', 'member', 'member'], owners, pageSize })
      try {
        const made = await live(world, steps)
        await world.heal()
        await check(world, made)
      } finally {
        await world.close()
      }
    }),
    {
      numRuns: HISTORIES,
      examples: regressions.map((one) => [one]),
      endOnFailure: process.env.SYNC_SHRINK === undefined,
    },
  )
})

/** Lives through the history, and returns what was made on laptops: each thing was kept when its maker was told so. */
async function live(world: World, steps: readonly Step[]): Promise<Set<string>> {
  const things = new Things()
  const made = new Set<string>()
  for (const one of steps) {
    const laptop = 'where' in one ? world.laptops[one.where % (world.laptops.length + 1)] : undefined
    if (one.type === 'do') {
      // Beyond the laptops is someone who works on the server itself, in a browser.
      const side = laptop ?? world.server
      const actor = laptop?.actor ?? world.users[0]
      const mutation = things.mutationOf(one.operation)
      if (!mutation || !actor) continue
      side.fuse.light(one.crash)
      const isDone = await perform(side, actor, mutation).then(() => true, unlessExpected)
      side.fuse.light()
      const id = madeBy(mutation.name, mutation.args)
      if (isDone && laptop && id !== undefined) made.add(id)
    } else if (one.type === 'sync') {
      if (!laptop) continue
      laptop.fuse.light(one.crash)
      world.server.fuse.light(one.serverCrash)
      await laptop.exchange(one.fault)
      laptop.fuse.light()
      world.server.fuse.light()
      const [shown, again] = await world.replayed(laptop)
      expect(shown).toEqual(again)
    } else if (one.type === 'meet') {
      while (laptop && (await laptop.exchange('none')));
    } else if (one.type === 'late') await world.deliverLate()
    else if (one.type === 'compact') await compactSync(world.server.database, { tombstoneDays: 0 })
    else {
      const user = world.users[one.user]
      if (user && one.user > 0)
        await world.server.database.asOwner((tx) =>
          tx.update(memberships).set({ role: one.role }).where(eq(memberships.userId, user.userId)),
        )
    }
  }
  return made
}

function unlessExpected(error: unknown): false {
  if (!(error instanceof Crash) && !(error instanceof AppError)) throw error
  return false
}

async function check(world: World, made: ReadonlySet<string>): Promise<void> {
  const refused = new Set<string>()
  for (const laptop of world.laptops) {
    expect(await world.waitingOn(laptop)).toBe(0)
    expect(await world.present(laptop)).toEqual(await world.expected(laptop.actor))
    for (const { args, code, name } of await world.rejectedOn(laptop)) {
      expect(code).not.toBe('internal')
      refused.add(madeBy(name, args) ?? '')
    }
  }
  const applied = await world.applied()
  expect(applied.length).toBe(new Set(applied).size)
  // Not counted are those that were refused: their transaction was undone.
  expect([...made].filter((id) => !refused.has(id) && !applied.includes(id))).toEqual([])
}

/**
 * Invariant: two API processes, a worker and three desktops, each of which is killed in turn, with a network between them that refuses,
 * delays, stalls and cuts off, come to the same in the end: files byte for byte, tables row for row; nothing that was acknowledged is
 * lost, and nothing is there twice. Processes, signals, sockets, Postgres and Redis are real.
 */
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { notAsAcknowledged } from '../sync/processes/acknowledged.ts'
import { differencesOf } from '../sync/processes/compare.ts'
import { type Deployment, openDeployment } from '../sync/processes/deployment.ts'
import { filingsFor } from '../sync/processes/filings.ts'
import { notAsAllowed } from '../sync/processes/held.ts'
import { createProgress, killInTurn } from '../sync/processes/kill-in-turn.ts'
import { createLedger } from '../sync/processes/ledger.ts'
import { seeded } from '../sync/processes/seeded.ts'
import { type Done, work } from '../sync/processes/work.ts'
import { isMissing, services } from './hosted.ts'

const SEED = Number(process.env.SYNC_SEED ?? 20_261_126)
const IS_FULL = process.env.SYNC_SCALE === 'full'
const [FILINGS, CHATS, ROUNDS] = IS_FULL ? [20, 500, 3] : [6, 60, 1]
/** A killed worker's documents are taken over after a minute, and a busy machine reads slowly. */
const SETTLE_MS = IS_FULL ? 1_200_000 : 240_000

describe.skipIf(isMissing)('desktops and the processes of a server', () => {
  let deployment: Deployment
  beforeAll(async () => {
    deployment = await openDeployment(services.postgres ?? '', seeded(SEED))
  }, 240_000)
  afterAll(() => deployment?.close(), 120_000)

  it(`come to the same, with ${FILINGS} filings and ${CHATS} chats`, {
    timeout: SETTLE_MS + (IS_FULL ? 2_400_000 : 300_000),
  }, async () => {
    const begunAt = performance.now()
    const { database, folder, kills, places } = deployment
    const filings = await filingsFor({ count: FILINGS, folder, isFull: IS_FULL })
    const ledger = createLedger()
    const done: Done = { added: new Set(), asked: new Map(), failures: [] }
    const progress = createProgress()

    for (const { proxy } of places) proxy.setFaulty(true)
    const mine = <T>(all: readonly T[], index: number) => all.filter((_, at) => at % places.length === index)
    const tasks = places.map(({ desktop }, index) => ({
      ...{ name: `desktop ${index}`, desktop, random: seeded(SEED + 1 + index) },
      // The first is added at each desktop: the same bytes are one document.
      filings: [...new Set([...filings.slice(0, 1), ...mine(filings, index)])],
      chats: mine(Array.from({ length: CHATS }), index).length,
    }))
    const steps = tasks.reduce((sum, task) => sum + task.filings.length + task.chats, 0)
    const [killed] = await Promise.all([
      killInTurn(kills, { progress, rounds: ROUNDS, steps }),
      ...tasks.map((task) => work({ ...task, ledger, done, onStep: progress.step })),
    ])
    expect(done.failures).toEqual([])
    expect(done.added.size).toBe(FILINGS)
    expect(killed).toBe(6 * ROUNDS)

    for (const { proxy } of places) {
      proxy.setFaulty(false)
      proxy.cut()
    }
    await expect.poll(() => differencesOf(deployment), { timeout: SETTLE_MS, interval: 2_000 }).toEqual([])
    const documents = await database.asOwner((tx) => tx.execute(sql`select id from documents`))
    expect(documents).toMatchObject({ rows: { length: FILINGS } })
    expect(await notAsAcknowledged(deployment, done, ledger)).toEqual([])
    for (const { desktop } of places) expect(await desktop.errors()).toEqual([])
    expect(await notAsAllowed(deployment)).toEqual([])
    const faults = places.map(({ proxy }) => proxy.met)
    expect(faults.flatMap((met) => Object.values(met)).reduce((sum, one) => sum + one, 0)).toBeGreaterThan(0)

    const { rows } = (await database.asOwner((tx) =>
      tx.execute(sql`select sum(last_mutation_id) as mutations from sync_clients`),
    )) as unknown as { rows: object[] }
    const seconds = Math.round((performance.now() - begunAt) / 1_000)
    console.info(JSON.stringify({ ...rows[0], killed, acknowledged: ledger.size, faults, seconds }))
  })
})

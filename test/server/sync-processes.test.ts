/**
 * Invariant: two API processes, a worker and three desktops, each of which is killed in turn, with a network between them that refuses,
 * delays, stalls and cuts off, come to the same in the end: files byte for byte, tables row for row; nothing that was acknowledged is
 * lost, and nothing is there twice. Processes, signals, sockets, Postgres and Redis are real.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Actor, SyncedRows } from '../../src/contract/index.ts'
import { type Database, openPostgres } from '../../src/core/database/index.ts'
import { differences, serverFiles, serverRows } from '../sync/processes/compare.ts'
import { createDesktop, type Desktop } from '../sync/processes/desktop.ts'
import { type FaultProxy, startFaultProxy } from '../sync/processes/fault-proxy.ts'
import { corpusFilings, type Filing, makeFilings } from '../sync/processes/filings.ts'
import { createLedger } from '../sync/processes/ledger.ts'
import { seeded } from '../sync/processes/seeded.ts'
import { type Done, work } from '../sync/processes/work.ts'
import { type Caller, codeFor, signInAt } from './caller.ts'
import { isMissing, services } from './hosted.ts'
import { docuchat, type ServerProcess, startProcess } from './processes.ts'
import { openSharedServices, type SharedServices } from './shared-services.ts'

const SEED = Number(process.env.SYNC_SEED ?? 20_261_126)
const IS_FULL = process.env.SYNC_SCALE === 'full'
const [FILINGS, CHATS, ROUNDS] = IS_FULL ? [20, 500, 3] : [6, 60, 1]
const [OWNER, MEMBER] = ['owner@acme.example', 'member@acme.example']
const ROLES = ['api', 'api', 'worker'] as const
const SETTLE_MS = IS_FULL ? 1_200_000 : 240_000

describe.skipIf(isMissing)('desktops and the processes of a server', () => {
  let folder: string
  let shared: SharedServices
  let environment: Readonly<Record<string, string>>
  let processes: ServerProcess[]
  let database: Database
  let owner: Caller
  const desktops: Desktop[] = []
  const proxies: FaultProxy[] = []
  const users: Actor[] = []
  const random = seeded(SEED)

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'docuchat-processes-'))
    shared = await openSharedServices(services.postgres ?? '', { reply: () => ['A scripted ', 'answer.'] })
    environment = { ...shared.environment, NODE_ENV: 'production' }
    await docuchat(environment, 'migrate')
    // A second code within a minute is refused, so that each device signs in through another organisation of its user's.
    for (const slug of ['acme', 'second', 'third'])
      await docuchat(environment, 'tenant', 'create', slug, '--owner', OWNER, '--name', slug)
    processes = await Promise.all(ROLES.map((role) => startProcess(role, environment)))
    database = await openPostgres({ url: environment.DATABASE_URL ?? '', connections: 2 })
    await database.asOwner((tx) => tx.execute(sql`update tenants set allowed_models = '{stand-in}'`))
    owner = await signInAt({ url: processes[0]?.url ?? '', mail: shared.mail }, 'acme', OWNER)
    await owner.request('POST', '/invitations', { email: MEMBER, role: 'member' })
    await openDesktop('second', OWNER)
    await openDesktop('third', OWNER)
    await openDesktop('acme', MEMBER)
  }, 240_000)
  afterAll(async () => {
    await Promise.all([
      ...desktops.map((desktop) => desktop.kill()),
      ...(processes ?? []).map((one) => one.end('SIGKILL')),
    ])
    for (const proxy of proxies) await proxy.close()
    await database?.close()
    await shared?.close()
    await rm(folder, { recursive: true, force: true })
  })

  /** A new device that joins as its user would, then keeps every file. */
  async function openDesktop(organisation: string, email: string): Promise<void> {
    const proxy = await startFaultProxy(
      processes.slice(0, 2).map(({ url }) => url),
      random,
    )
    proxies.push(proxy)
    const { OPENAI_API_KEY = '', OPENAI_BASE_URL = '' } = environment
    const directory = await mkdtemp(join(folder, 'desktop-'))
    const desktop = createDesktop(directory, { OPENAI_API_KEY, OPENAI_BASE_URL })
    desktops.push(desktop)
    await desktop.start()
    const place = { url: proxy.url, tenant: organisation, email }
    const before = shared.mail.mails.length
    await desktop.call('device.servers.requestCode', place)
    const code = await codeFor(shared.mail, email, before)
    const verified = await desktop.call('device.servers.verifyCode', { ...place, code })
    const { tenants, ticket } = verifiedSchema.parse(verified)
    const tenantId = tenants.find(({ slug }) => slug === 'acme')?.id
    await desktop.call('device.servers.join', { ticket, tenantId })
    await desktop.call('device.sync.configure', { keepsFiles: true })
    await desktop.call('synced')
    const { member } = (await desktop.call('rows')) as SyncedRows
    const [role, name] = email === OWNER ? (['owner', OWNER] as const) : (['member', MEMBER] as const)
    const userId = member.find((one) => one.role === role)?.id
    if (!tenantId || !userId) throw new Error(`${name} is no member`)
    users.push({ tenantId, userId, role })
  }

  it(`come to the same, with ${FILINGS} filings and ${CHATS} chats`, {
    timeout: SETTLE_MS + (IS_FULL ? 2_400_000 : 300_000),
  }, async () => {
    const begunAt = performance.now()
    const filings = (IS_FULL ? await corpusFilings(FILINGS) : null) ?? (await makeFilings(folder, FILINGS))
    if (IS_FULL && filings[0]?.path.startsWith(folder))
      console.error(
        'The filings of the corpus are NOT here: small PDFs were made. See DOCUCHAT_CORPUS in docs/architecture.md.',
      )
    const ledger = createLedger()
    const done: Done = { added: new Set(), asked: new Map(), failures: [] }
    const total = FILINGS + CHATS
    let steps = 0
    const waiters = new Set<() => void>()
    const onStep = () => {
      steps += 1
      for (const look of waiters) look()
    }
    const untilStep = (step: number) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (steps < step) return
          waiters.delete(look)
          resolve()
        }
        waiters.add(look)
        look()
      })

    /** Kills each in turn, at moments that the work has come to; each is down while others go on. */
    async function killInTurn(): Promise<number> {
      const victims = [...ROLES.keys()].map((index) => async (downUntil: Promise<void>) => {
        const old = processes[index]
        const role = ROLES[index]
        if (!old || !role) return
        await old.end('SIGKILL')
        await downUntil
        processes[index] = await startProcess(role, environment, Number(new URL(old.url).port))
      })
      const turns = [
        ...victims,
        ...desktops.map((desktop) => async () => {
          await desktop.kill()
          await desktop.start()
        }),
      ]
      const every = total / (turns.length * ROUNDS + 1)
      let kills = 0
      for (let round = 0; round < ROUNDS; round++)
        for (const turn of turns) {
          kills += 1
          await untilStep(Math.floor(kills * every))
          await turn(untilStep(Math.min(total, Math.floor((kills + 0.5) * every))))
        }
      return kills
    }

    for (const proxy of proxies) proxy.setFaulty(true)
    const share = <T>(all: readonly T[], index: number) =>
      all.filter((_, at) => at % desktops.length === index)
    const working = desktops.map((desktop, index) =>
      work({
        ...{ name: `desktop ${index}`, desktop, ledger, done, onStep, random: seeded(SEED + 1 + index) },
        filings: share(filings, index),
        chats: share(Array.from({ length: CHATS }), index).length,
      }),
    )
    const [kills] = await Promise.all([killInTurn(), ...working])
    expect(done.failures).toEqual([])
    expect(done.added.size).toBe(FILINGS)

    for (const proxy of proxies) {
      proxy.setFaulty(false)
      proxy.cut()
    }
    const [actor] = users
    const compared = async () => {
      const files = await serverFiles(join(environment.DATA_DIR ?? '', 'blobs'), actor?.tenantId ?? '')
      const found: string[] = []
      for (const [index, desktop] of desktops.entries()) {
        const user = users[index]
        if (!user) throw new Error('every desktop has a user')
        await desktop.call('device.sync.now')
        const rows = await serverRows(database, user)
        const notReady = rows.document.filter(({ status }) => status !== 'ready')
        found.push(
          ...notReady.map((one) => `the server’s ${one.name} is ${one.status}: ${JSON.stringify(one.error)}`),
        )
        found.push(...(await differences(desktop, { rows, files })).map((one) => `desktop ${index}: ${one}`))
      }
      return found
    }
    await expect.poll(compared, { timeout: SETTLE_MS, interval: 2_000 }).toEqual([])

    await checkAcknowledged(filings, done, ledger)
    for (const desktop of desktops) expect(await desktop.errors()).toEqual([])
    const met = proxies.map((proxy) => proxy.met)
    console.info(
      JSON.stringify({
        ...{ filings: FILINGS, chats: CHATS, kills, acknowledged: ledger.size },
        ...{ mutations: await mutations(), faults: met },
        seconds: Math.round((performance.now() - begunAt) / 1_000),
      }),
    )
  })

  async function checkAcknowledged(
    filings: readonly Filing[],
    { asked }: Done,
    ledger: ReturnType<typeof createLedger>,
  ): Promise<void> {
    const seen = await Promise.all(users.map((user) => serverRows(database, user)))
    const all = (of: (rows: SyncedRows) => readonly { readonly id: string }[]) =>
      new Map(seen.flatMap(of).map((row) => [row.id, row]))
    const messages = [...all(({ message }) => message).values()] as SyncedRows['message']
    const byId = new Map<string, Record<string, unknown>>(
      [
        all((rows) => rows.chat),
        all((rows) => rows.folder),
        all((rows) => rows.annotation),
        all((rows) => rows.message),
      ].flatMap((rows) => [...rows]),
    )
    expect(seen[0]?.document).toHaveLength(filings.length)
    const kept: Record<string, string> = {
      title: 'title',
      sharing: 'sharing',
      rating: 'rating',
      name: 'name',
      note: 'note',
    }
    expect(
      ledger.broken((what) => {
        const [property = '', id = ''] = what.split(' of ')
        return byId.get(id)?.[kept[property] ?? '']
      }),
    ).toEqual([])
    for (const [question, started] of asked) {
      const put = messages.filter(({ content, role }) => role === 'user' && content === question)
      const answers = messages.filter(({ question_id }) => put.some(({ id }) => id === question_id))
      expect([question, put.length, answers.length]).toEqual([
        ...[question, started ? 1 : put.length, started ? 1 : put.length],
      ])
      if (started) expect(put[0]?.chat_id).toBe(started.chatId)
      if (started) expect(answers[0]?.id).toBe(started.messageId)
      expect(put.length).toBeLessThanOrEqual(1)
    }
    const spent = await Promise.all(desktops.map((desktop) => desktop.call('usage')))
    const answers = spent.map((usage) => usageSchema.parse(usage).last24Hours.answers)
    expect(await usageEvents()).toBe(answers.reduce((sum, one) => sum + one, 0))
    expect(await usageEvents()).toBeGreaterThan(0)
  }

  const numberOf = async (query: ReturnType<typeof sql>) =>
    z
      .object({ rows: z.array(z.object({ number: z.coerce.number() })) })
      .parse(await database.asOwner((tx) => tx.execute(query))).rows[0]?.number
  const usageEvents = () => numberOf(sql`select count(*) as number from usage_events where kind = 'answer'`)
  const mutations = () => numberOf(sql`select sum(last_mutation_id) as number from sync_clients`)
})

const verifiedSchema = z.object({
  ticket: z.string(),
  tenants: z.array(z.object({ id: z.string(), slug: z.string() })),
})
const usageSchema = z.object({ last24Hours: z.object({ answers: z.number() }) })

/**
 * Laptops that sync with a hosted server of two processes on the same machine, each in a process of its own: the first sync of filings
 * beside reading them again, a change on its way to another laptop, a sync with nothing to do, and the memory that many rows take.
 */
import { cp, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { v7 as uuidv7 } from 'uuid'
import type { Settings } from '../src/contract/index.ts'
import { add } from './ingestion.ts'
import { forgetPeak, peakBytes } from './memory.ts'
import { percentile } from './percentile.ts'
import { findCorpus } from './retrieval/corpus.ts'
import { ingestCorpus } from './retrieval/library.ts'
import type { BenchRow } from './row.ts'
import { openStack, type Stack, type Tenant } from './server/stack.ts'
import { addFilings } from './sync/filings.ts'
import { type Laptop, startLaptop } from './sync/laptop.ts'
import { addRows } from './sync/many-rows.ts'

const QUESTION = 'How much was spent on property, plant and equipment?'
const TIMES = 100
const ROWS = 100_000
const OFFLINE_CHANGES = 2_000
/** With the model, the smallest first: it embeds some twenty passages a second on two processors, all of them in a quarter of an hour. */
const MODEL_FILINGS = Number(process.env.MODEL_FILINGS ?? 5)

export async function run(): Promise<BenchRow[]> {
  const corpus = await findCorpus()
  if (!corpus) return []
  const filings = await bySize(corpus.folder)
  return [...(await measureWithBuiltin(corpus.folder, filings)), ...(await measureWithModel(filings))]
}

async function measureWithBuiltin(folder: string, filings: readonly string[]): Promise<BenchRow[]> {
  const again = await add(folder)
  const stack = await openStack({ tenantCount: 2, tokens: 1 }, async () => {})
  try {
    const [working, longWorking] = stack.tenants
    if (!working || !longWorking) throw new Error('there are no tenants')
    await addFilings(stack, working, filings)
    const { laptop: one, rows: firstSync } = await measureFirstSync(stack, working, filings.length, {
      settings: {},
      vectors: 'built-in vectors',
      secondsAgain: again.seconds,
    })
    const other = await openLaptop(stack, 1, working, {}, filings.length)
    const changes = await measureChanges(one, other)
    const idle = await measureIdle(one)
    const offline = await measureOffline(one)
    for (const laptop of [one, other]) await laptop.close()
    await addRows(stack.database, longWorking.actor, ROWS)
    return [...firstSync, ...changes, ...idle, ...offline, ...(await measureMemory(stack, longWorking))]
  } finally {
    await stack.close()
  }
}

/** With the model that OPENAI_BASE_URL and DOCUCHAT_EMBEDDING_MODEL name; nothing without them, which is said. */
async function measureWithModel(all: readonly string[]): Promise<BenchRow[]> {
  const { DOCUCHAT_EMBEDDING_DIMENSIONS = '1536', DOCUCHAT_EMBEDDING_MODEL, OPENAI_BASE_URL } = process.env
  if (!DOCUCHAT_EMBEDDING_MODEL || !OPENAI_BASE_URL) {
    console.error('Sync is NOT compared with a model’s embedding: see bench/embedding-endpoint/README.md.')
    return []
  }
  const filings = all.slice(0, MODEL_FILINGS)
  const folder = await mkdtemp(join(tmpdir(), 'docuchat-filings-'))
  const variables = {
    ...{ OPENAI_BASE_URL, EMBEDDING_MODEL: DOCUCHAT_EMBEDDING_MODEL },
    EMBEDDING_DIMENSIONS: DOCUCHAT_EMBEDDING_DIMENSIONS,
  }
  const stack = await openStack({ tenantCount: 1, tokens: 1, variables }, async () => {})
  try {
    for (const path of filings) await cp(path, join(folder, basename(path)))
    const [tenant] = stack.tenants
    if (!tenant) throw new Error('there is no tenant')
    await addFilings(stack, tenant, filings)
    const begun = performance.now()
    const library = await ingestCorpus(folder)
    const seconds = (performance.now() - begun) / 1_000
    await library.close()
    const { laptop, rows } = await measureFirstSync(stack, tenant, filings.length, {
      settings: {
        'embedding.model': DOCUCHAT_EMBEDDING_MODEL,
        'embedding.dimensions': Number(DOCUCHAT_EMBEDDING_DIMENSIONS),
      },
      which: filings.length < all.length ? ' of the smallest' : '',
      vectors: `vectors of ${DOCUCHAT_EMBEDDING_MODEL}`,
      secondsAgain: seconds,
    })
    await laptop.close()
    return rows
  } finally {
    await stack.close()
    await rm(folder, { recursive: true, force: true })
  }
}

interface Reference {
  /** Of all filings, where it is not all of them. */
  readonly which?: string
  readonly settings: Partial<Settings>
  readonly vectors: string
  /** What reading the PDFs takes. */
  readonly secondsAgain: number
}

/** From the start of the laptop's process until everything can be searched; leaves the laptop open. */
async function measureFirstSync(
  stack: Stack,
  tenant: Tenant,
  documents: number,
  { secondsAgain, settings, vectors, which = '' }: Reference,
): Promise<{ readonly laptop: Laptop; readonly rows: BenchRow[] }> {
  const begun = performance.now()
  const laptop = await startLaptop()
  await laptop.open({ url: urlOf(stack, 0), tenant, settings, signedIn: true })
  const opened = performance.now()
  const { processorSeconds } = await laptop.settle(documents)
  const value = (performance.now() - begun) / 1_000
  const { found, took } = await laptop.search(QUESTION)
  const name = `first sync of ${documents}${which} filings, ${vectors}`
  return {
    laptop,
    rows: [
      { name, value, unit: 's', ratio: value / secondsAgain, against: 'reading them again' },
      { name: `${name}: reading them again`, value: secondsAgain, unit: 's' },
      { name: `${name}: an empty workspace`, value: (opened - begun) / 1_000, unit: 's' },
      { name: `${name}: what comes from the server`, value: value - (opened - begun) / 1_000, unit: 's' },
      { name: `${name}: processor time of the laptop`, value: processorSeconds, unit: 's' },
      { name: `${name}: a search at once after it`, value: took, unit: 'ms' },
      { name: `${name}: passages that it finds`, value: found, unit: '' },
    ],
  }
}

/** A folder that is made on one, until a window on the other is told of it. */
async function measureChanges(one: Laptop, other: Laptop): Promise<BenchRow[]> {
  const times: number[] = []
  for (let turn = 0; turn < TIMES; turn++) {
    const id = uuidv7()
    const made = await one.addFolder(id)
    times.push((await other.seeFolder(id)) - made)
    // Changes do not come in step with anything.
    await sleep(Math.random() * 300)
  }
  return spread('a change, until another laptop shows it', times)
}

async function measureIdle(laptop: Laptop): Promise<BenchRow[]> {
  const [times, healths]: [number[], number[]] = [[], []]
  let most = 0
  for (let turn = 0; turn < TIMES; turn++) {
    const { health, requests, took } = await laptop.syncNow()
    times.push(took)
    healths.push(health)
    most = Math.max(most, requests)
  }
  return [
    ...spread('a sync with nothing to do', times, { name: 'the server’s health', times: healths }),
    { name: 'requests of such a sync, at most', value: most, unit: '' },
  ]
}

/** What was made offline, on its way to the server. */
async function measureOffline(laptop: Laptop): Promise<BenchRow[]> {
  const { making, sending } = await laptop.workOffline(OFFLINE_CHANGES)
  const name = `${OFFLINE_CHANGES} changes made offline`
  return [
    {
      ...{ name: `${name}, sent`, value: sending / 1_000, unit: 's' },
      ...{ ratio: sending / making, against: 'making them' },
    },
    { name, value: making / 1_000, unit: 's' },
  ]
}

/** What pulling many rows adds to what each side held before; the laptop is open by then, and signs in. */
async function measureMemory(stack: Stack, tenant: Tenant): Promise<BenchRow[]> {
  const laptop = await startLaptop()
  await laptop.open({ url: urlOf(stack, 0), tenant, settings: {}, signedIn: false })
  const server = stack.apis[0]?.pid ?? 0
  const before = { laptop: await forgetPeak(laptop.pid), server: await forgetPeak(server) }
  const begun = performance.now()
  await laptop.signIn(tenant.token)
  const { received } = await laptop.settle(0)
  const seconds = (performance.now() - begun) / 1_000
  const peak = { laptop: await peakBytes(laptop.pid), server: await peakBytes(server) }
  await laptop.close()
  const added = (side: 'laptop' | 'server'): BenchRow[] => {
    const [high, low] = [peak[side], before[side]]
    if (high === null || low === null) return []
    return [{ name: `${received} rows pulled, added to the ${side}`, value: (high - low) / 1e6, unit: 'MB' }]
  }
  return [
    { name: `${received} rows pulled`, value: seconds, unit: 's' },
    ...added('laptop'),
    ...added('server'),
  ]
}

async function openLaptop(
  stack: Stack,
  api: number,
  tenant: Tenant,
  settings: Partial<Settings>,
  documents: number,
): Promise<Laptop> {
  const laptop = await startLaptop()
  await laptop.open({ url: urlOf(stack, api), tenant, settings, signedIn: true })
  await laptop.settle(documents)
  return laptop
}

const urlOf = ({ apis }: Stack, index: number) => apis[index]?.url ?? ''

async function bySize(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.pdf'))
  const files = await Promise.all(
    names.map(async (name) => ({ path: join(folder, name), bytes: (await stat(join(folder, name))).size })),
  )
  return files.toSorted((a, b) => a.bytes - b.bytes).map(({ path }) => path)
}

const spread = (
  name: string,
  times: readonly number[],
  reference?: { readonly name: string; readonly times: readonly number[] },
): BenchRow[] =>
  ([0.5, 0.95] as const).map((share) => {
    const value = percentile(times, share)
    const against = reference && percentile(reference.times, share)
    return {
      ...{ name: `${name}, p${share * 100}`, value, unit: 'ms' },
      ...(against && { ratio: value / against, against: reference.name }),
    }
  })

if (import.meta.main) console.table(await run())

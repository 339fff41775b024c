/**
 * The hosted server under load, its load generator on the same machine: searches over 100,000 chunks of 50 tenants, the time to an
 * answer's first words, documents from upload to search, and 500 chats at once.
 */
import { builtinEmbedding } from '../src/core/models/index.ts'
import { percentile } from './percentile.ts'
import type { BenchRow } from './row.ts'
import { fill } from './search-latency/fill.ts'
import { madeUpDocument, madeUpQuestion } from './search-latency/made-up.ts'
import { chat, readStraight } from './server/chats.ts'
import { measureSearches } from './server/searches.ts'
import { openStack, type Stack } from './server/stack.ts'
import { upload } from './server/uploads.ts'

const TENANTS = 50
const CHUNKS = 100_000
/** What is copied within a tenant; the cost of a search does not depend on it. */
const DISTINCT_DOCUMENTS = 2
/** A minute of a model's writing at 50 a second, so that all chats are still written when the last begins. */
const TOKENS = 3_000
const CHATS = 500
const RAMP_MS = 45_000

export async function run(): Promise<BenchRow[]> {
  const library = Array.from({ length: DISTINCT_DOCUMENTS }, (_, seed) => madeUpDocument(seed + 1))
  const stack = await openStack({ tenantCount: TENANTS, tokens: TOKENS }, (database, actor) =>
    fill(database, actor, CHUNKS / TENANTS, library, builtinEmbedding().space),
  )
  try {
    return [
      ...(await measureSearches(stack)),
      ...(await measureFirstWords(stack)),
      ...(await measureUploads(stack)),
      ...(await measureChats(stack)),
    ]
  } finally {
    await stack.close()
  }
}

async function measureFirstWords(stack: Stack): Promise<BenchRow[]> {
  const asked = { count: 60, rampMs: 30_000, tokens: TOKENS }
  const { firsts } = await chat(urlsOf(stack), stack.tenants, asked, (number) =>
    madeUpQuestion(number + 5_000),
  )
  return spread('first words over the model’s own', firsts)
}

async function measureUploads(stack: Stack): Promise<BenchRow[]> {
  await upload(stack, 3)
  return spread('two pages from upload to search', await upload(stack, 20))
}

async function measureChats(stack: Stack): Promise<BenchRow[]> {
  const asked = { count: CHATS, rampMs: RAMP_MS, tokens: TOKENS }
  const times = await chat(urlsOf(stack), stack.tenants, asked, (number) => madeUpQuestion(number + 9_000))
  for (const failure of times.failures.slice(0, 5)) console.error(`bench: a chat failed: ${failure}`)
  return [
    { name: `${CHATS} chats of ${TOKENS} tokens, whole`, value: times.completed, unit: 'chats' },
    { name: 'chats at once', value: times.atOnce, unit: 'chats' },
    ...spread('added to each delta', times.lags, {
      times: await readStraight(stack.modelUrl, CHATS, RAMP_MS),
      name: 'read straight from the model',
    }),
  ]
}

const urlsOf = ({ apis }: Stack) => apis.map(({ url }) => url)

interface Reference {
  readonly name: string
  readonly times: readonly number[]
}

const spread = (name: string, times: readonly number[], reference?: Reference): BenchRow[] =>
  (
    [
      ['p50', 0.5],
      ['p95', 0.95],
      ['p99', 0.99],
    ] as const
  ).map(([label, share]) => {
    const value = percentile(times, share)
    const against = reference && percentile(reference.times, share)
    return {
      ...{ name: `${name}, ${label}`, value, unit: 'ms' },
      ...(against && { ratio: value / against, against: reference.name }),
    }
  })

if (import.meta.main) console.table(await run())

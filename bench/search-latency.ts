/**
 * How long a search takes over 1,000, 10,000 and 100,000 chunks on PGlite, beside Postgres's ts_rank over the same text; how much of
 * what an exact search finds the vector index finds, and how long it takes to build.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { type Database, documents, openPglite, type Transaction } from '../src/core/database/index.ts'
import { indexVectors, retrieve, searchVectors } from '../src/core/retrieval/index.ts'
import { percentile } from './percentile.ts'
import type { BenchRow } from './row.ts'
import { fill, SPACE } from './search-latency/fill.ts'
import {
  CHUNKS_PER_DOCUMENT,
  type MadeUpDocument,
  madeUpDocument,
  madeUpQuestion,
  madeUpVectors,
} from './search-latency/made-up.ts'

const SIZES = [1_000, 10_000, 100_000]
/** Documents repeat after this many; what they cost to search does not depend on it. */
const DISTINCT_DOCUMENTS = 12
/** Indexing the text of 100,000 chunks for ts_rank would take longer than all the rest. */
const LARGEST_FOR_TS_RANK = 10_000
const SEARCHES = 60
/** Questions that come before, as in a session: they share common words with those that are measured. */
const WARM_UP = 30
const RESULTS = 20
/** As many as a search asks for. */
const NEIGHBOURS = 200
const RECALL_AT = 10

export async function run(): Promise<BenchRow[]> {
  const library = Array.from({ length: DISTINCT_DOCUMENTS }, (_, seed) => madeUpDocument(seed + 1))
  const rows: BenchRow[] = []
  for (const size of SIZES) rows.push(...(await measure(size, library)))
  return rows
}

async function measure(size: number, library: readonly MadeUpDocument[]): Promise<BenchRow[]> {
  const directory = await mkdtemp(join(tmpdir(), 'docuchat-bench-'))
  const opened = () => openPglite({ directory, command: 'bench' })
  let database = await opened()
  try {
    const actor = { tenantId: uuidv7(), userId: uuidv7() }
    await fill(database, actor, size, library)
    // As on another day: how much a process keeps in memory follows from the size of what it opens.
    await database.close()
    database = await opened()
    const label = `${size.toLocaleString('en-US')} chunks`
    const rows = await measureIndex(database, actor, label)
    const nextVector = madeUpVectors(3)
    const asked = Array.from({ length: WARM_UP + SEARCHES }, (_, seed) => ({
      query: madeUpQuestion(seed + 1_000),
      vector: { space: SPACE, values: nextVector() },
    }))
    const search = (withVector: boolean) =>
      timesOf(asked, ({ query, vector }) =>
        database.asTenant(actor, (tx) =>
          retrieve(tx, {
            ...{ tenantId: actor.tenantId, query, scope: {}, limit: RESULTS },
            ...(withVector && { vector }),
          }),
        ),
      )
    const ours = await search(true)
    const words = await search(false)
    const theirs = size > LARGEST_FOR_TS_RANK ? undefined : await tsRankTimes(database, asked)
    for (const [name, share] of [
      ['p50', 0.5],
      ['p95', 0.95],
    ] as const) {
      const reference = theirs && percentile(theirs, share)
      const value = percentile(ours, share)
      rows.push(
        {
          ...{ name: `search, ${label}, ${name}`, value, unit: 'ms' },
          ...(reference !== undefined && { ratio: value / reference, against: 'ts_rank' }),
        },
        { name: `search by words alone, ${label}, ${name}`, value: percentile(words, share), unit: 'ms' },
      )
      if (reference !== undefined)
        rows.push({ name: `ts_rank, ${label}, ${name}`, value: reference, unit: 'ms' })
    }
    return rows
  } finally {
    await database.close()
    await rm(directory, { recursive: true, force: true })
  }
}

/** Builds the index of the vectors, and compares what it finds with what an exact search does, in all and in a part of the documents. */
async function measureIndex(
  database: Database,
  actor: { tenantId: string; userId: string },
  label: string,
): Promise<BenchRow[]> {
  const started = performance.now()
  let indexed = 0
  await indexVectors(database, new AbortController().signal, ({ total }) => {
    indexed = total
  })
  if (indexed === 0) return []
  const seconds = (performance.now() - started) / 1_000
  const rows: BenchRow[] = [
    { name: `vector index, ${label}, built in`, value: seconds, unit: 's' },
    { name: `vector index, ${label}, vectors a second`, value: indexed / seconds, unit: '1/s' },
  ]
  const all = await database.asOwner((tx) => tx.select({ id: documents.id }).from(documents))
  const each = (step: number) => all.filter((_, index) => index % step === 0).map(({ id }) => id)
  const scopes = [
    ['all documents', undefined],
    ['half of them', each(2)],
    ['a tenth of them', each(10)],
  ] as const
  for (const [name, documentIds] of scopes) {
    const chunkCount = (documentIds ?? all).length * CHUNKS_PER_DOCUMENT
    const nextVector = madeUpVectors(4)
    const asked = Array.from({ length: WARM_UP + SEARCHES }, nextVector)
    const nearest = (values: Float32Array, chunks: number) =>
      database.asTenant(actor, (tx) =>
        searchVectors(tx, {
          ...{ tenantId: actor.tenantId, documentIds, chunks, limit: NEIGHBOURS },
          vector: { space: SPACE, values },
        }),
      )
    const exact = new Map<Float32Array, Set<string>>()
    const exactTimes = await timesOf(asked, async (values) => {
      exact.set(values, new Set((await nearest(values, 0)).slice(0, RECALL_AT).map(key)))
    })
    let found = 0
    const times = await timesOf(asked, async (values) => {
      const hits = (await nearest(values, chunkCount)).slice(0, RECALL_AT)
      found += hits.filter((hit) => exact.get(values)?.has(key(hit))).length
    })
    const [p50, exactP50] = [percentile(times, 0.5), percentile(exactTimes, 0.5)]
    rows.push(
      {
        name: `vector index, ${label}, ${name}, recall@${RECALL_AT}`,
        value: found / (asked.length * RECALL_AT),
        unit: 'share',
      },
      {
        name: `vector index, ${label}, ${name}, p50`,
        ...{ value: p50, unit: 'ms', ratio: p50 / exactP50, against: 'exact' },
      },
    )
  }
  return rows
}

const key = ({ documentId, ordinal }: { documentId: string; ordinal: number }) => `${documentId} ${ordinal}`

async function tsRankTimes(database: Database, queries: readonly { query: string }[]): Promise<number[]> {
  await database.asOwner(async (tx) => {
    await tx.execute(
      sql`create table bench_words as select id, to_tsvector('english', text) as words from chunks`,
    )
    await tx.execute(sql`create index on bench_words using gin (words)`)
  })
  return timesOf(queries, ({ query }) => database.asOwner((tx) => tsRank(tx, query)))
}

async function tsRank(tx: Transaction, query: string): Promise<void> {
  await tx.execute(sql`
    select id, ts_rank(words, query) as rank
    from bench_words, (select replace(plainto_tsquery('english', ${query})::text, '&', '|')::tsquery) as asked (query)
    where words @@ query
    order by rank desc
    limit ${RESULTS}
  `)
}

/** Milliseconds, ascending, of each search after the first {@link WARM_UP}, which read what later ones find in memory. */
async function timesOf<T>(asked: readonly T[], search: (query: T) => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (const query of asked) {
    const started = performance.now()
    await search(query)
    times.push(performance.now() - started)
  }
  return times.slice(WARM_UP).sort((a, b) => a - b)
}

if (import.meta.main) console.table(await run())

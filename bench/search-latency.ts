/** How long a search takes over 1,000, 10,000 and 100,000 chunks on PGlite, beside Postgres's ts_rank over the same text. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import {
  bulkInsert,
  chunks,
  type Database,
  documents,
  openPglite,
  tenants,
} from '../src/core/database/index.ts'
import { buildIndex, type IndexableChunk, retrieve, saveIndex } from '../src/core/retrieval/index.ts'
import type { BenchRow } from './row.ts'

const SIZES = [1_000, 10_000, 100_000]
/** A long annual report. */
const CHUNKS_PER_DOCUMENT = 350
/** Documents repeat after this many; what they cost to search does not depend on it. */
const DISTINCT_DOCUMENTS = 12
/** Indexing the text of 100,000 chunks for ts_rank would take longer than all the rest. */
const LARGEST_FOR_TS_RANK = 10_000
const SEARCHES = 30
const RESULTS = 20

export async function run(): Promise<BenchRow[]> {
  const library = Array.from({ length: DISTINCT_DOCUMENTS }, (_, seed) => madeUpDocument(seed + 1))
  const rows: BenchRow[] = []
  for (const size of SIZES) rows.push(...(await measure(size, library)))
  return rows
}

async function measure(size: number, library: readonly MadeUpDocument[]): Promise<BenchRow[]> {
  const directory = await mkdtemp(join(tmpdir(), 'docuchat-bench-'))
  const database = await openPglite({ directory, command: 'bench' })
  try {
    const actor = { tenantId: uuidv7(), userId: uuidv7() }
    await fill(database, actor, size, library)
    const queries = Array.from({ length: SEARCHES }, (_, seed) => madeUpQuestion(seed + 1_000))
    const ours = await timesOf(queries, (query) =>
      database.asTenant(actor, (tx) =>
        retrieve(tx, { tenantId: actor.tenantId, query, scope: {}, limit: RESULTS }),
      ),
    )
    const label = `search, ${size.toLocaleString('en-US')} chunks`
    const oursRows = { p50: percentile(ours, 0.5), p95: percentile(ours, 0.95) }
    if (size > LARGEST_FOR_TS_RANK) {
      return Object.entries(oursRows).map(([name, value]) => ({
        name: `${label}, ${name}`,
        value,
        unit: 'ms',
      }))
    }
    const theirs = await timesOf(queries, (query) => database.asOwner((tx) => tsRank(tx, query)))
    return Object.entries(oursRows).flatMap(([name, value]) => {
      const reference = percentile(theirs, name === 'p50' ? 0.5 : 0.95)
      return [
        { name: `${label}, ${name}`, value, unit: 'ms', ratio: value / reference, against: 'ts_rank' },
        { name: `${label}, ${name}, ts_rank`, value: reference, unit: 'ms' },
      ]
    })
  } finally {
    await database.close()
    await rm(directory, { recursive: true, force: true })
  }
}

type Owner = Parameters<Parameters<Database['asOwner']>[0]>[0]

async function tsRank(tx: Owner, query: string): Promise<void> {
  await tx.execute(sql`
    select id, ts_rank(words, query) as rank
    from bench_words, (select replace(plainto_tsquery('english', ${query})::text, '&', '|')::tsquery) as asked (query)
    where words @@ query
    order by rank desc
    limit ${RESULTS}
  `)
}

async function fill(
  database: Database,
  actor: { tenantId: string; userId: string },
  size: number,
  library: readonly MadeUpDocument[],
): Promise<void> {
  const { tenantId, userId } = actor
  await database.asOwner((tx) => tx.insert(tenants).values({ id: tenantId, slug: 'bench', name: 'Bench' }))
  const originals: string[] = []
  for (let filled = 0, turn = 0; filled < size; filled += CHUNKS_PER_DOCUMENT, turn += 1) {
    const id = uuidv7()
    const original = originals[turn % library.length]
    const document = library[turn]
    await database.asOwner(async (tx) => {
      await tx.insert(documents).values({
        ...{ tenantId, id, name: `${turn}.pdf`, sha256: id, bytes: 1 },
        ...{ status: 'ready', createdBy: userId },
      })
      if (original !== undefined) await copyDocument(tx, original, id)
      else if (document) await addDocument(tx, tenantId, id, document)
    })
    if (original === undefined) originals.push(id)
  }
  await database.asOwner(async (tx) => {
    await tx.execute(sql`analyze postings`)
    if (size > LARGEST_FOR_TS_RANK) return
    await tx.execute(
      sql`create table bench_words as select id, to_tsvector('english', text) as words from chunks`,
    )
    await tx.execute(sql`create index on bench_words using gin (words)`)
  })
}

async function addDocument(tx: Owner, tenantId: string, id: string, document: MadeUpDocument): Promise<void> {
  await bulkInsert(
    tx,
    chunks,
    document.texts.map(({ ordinal, page, text }) => ({
      ...{ tenantId, id: uuidv7(), documentId: id, ordinal, page, text },
      ...{ startChar: 0, endChar: text.length, tokenCount: 400, headingPath: [], lines: [] },
    })),
  )
  await saveIndex(tx, tenantId, id, document.index)
}

/** Copies the rows within the database, which takes a tenth of the time of adding them. */
async function copyDocument(tx: Owner, original: string, id: string): Promise<void> {
  await tx.execute(sql`
    insert into chunks
      (tenant_id, id, document_id, ordinal, page, start_char, end_char, token_count, heading_path, text, lines)
    select
      tenant_id, gen_random_uuid(), ${id}::uuid, ordinal, page, start_char, end_char, token_count, heading_path, text, lines
    from chunks
    where document_id = ${original}::uuid
  `)
  await tx.execute(sql`
    insert into postings (tenant_id, term, document_id, packed)
    select tenant_id, term, ${id}::uuid, packed from postings where document_id = ${original}::uuid
  `)
  await tx.execute(sql`
    insert into document_indexes (tenant_id, document_id, version, chunk_count, lengths, identity)
    select tenant_id, ${id}::uuid, version, chunk_count, lengths, identity
    from document_indexes
    where document_id = ${original}::uuid
  `)
}

async function timesOf(
  queries: readonly string[],
  search: (query: string) => Promise<unknown>,
): Promise<number[]> {
  // The first search reads what later ones find in memory.
  await search(queries[0] ?? '')
  const times: number[] = []
  for (const query of queries) {
    const started = performance.now()
    await search(query)
    times.push(performance.now() - started)
  }
  return times.sort((a, b) => a - b)
}

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

interface MadeUpDocument {
  readonly texts: readonly IndexableChunk[]
  readonly index: ReturnType<typeof buildIndex>
}

/** Together about as many distinct terms as a long annual report has: 5,500. */
const VOCABULARY = 4_000
const NUMBERS = 3_000
const WORDS_PER_CHUNK = 260
const CHUNKS_PER_PAGE = 3

/** A document whose words are as unevenly frequent as those of real text (Zipf's law, exponent 1), a fifth of them numbers. */
function madeUpDocument(seed: number): MadeUpDocument {
  const random = randomFrom(seed)
  const texts = Array.from({ length: CHUNKS_PER_DOCUMENT }, (_, ordinal) => ({
    ordinal,
    page: Math.floor(ordinal / CHUNKS_PER_PAGE) + 1,
    headingPath: [],
    text: Array.from({ length: WORDS_PER_CHUNK }, () =>
      random() < 0.2 ? String(Math.floor(random() * NUMBERS)) : word(Math.floor(VOCABULARY ** random())),
    ).join(' '),
  }))
  const identity = {
    title: null,
    company: null,
    form: null,
    fiscalYear: null,
    fiscalQuarter: null,
    periodEnd: null,
  }
  return { texts, index: buildIndex({ name: `${seed}.pdf`, identity }, texts) }
}

/** Twelve words, most of them common, as in an analyst's question. */
function madeUpQuestion(seed: number): string {
  const random = randomFrom(seed)
  return Array.from({ length: 12 }, () => word(Math.floor(VOCABULARY ** random()))).join(' ')
}

/** The word of that rank: pronounceable, and no English stop word. */
function word(rank: number): string {
  const syllables = ['ba', 'ke', 'di', 'fo', 'gu', 'la', 'me', 'ni', 'po', 'ru', 'sa', 'te', 'vi', 'zo']
  let rest = rank + 14
  let spelled = ''
  while (rest > 0) {
    spelled += syllables[rest % syllables.length] ?? ''
    rest = Math.floor(rest / syllables.length)
  }
  return `${spelled}x`
}

/** Mulberry32, so that every run measures the same text. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

if (import.meta.main) console.table(await run())

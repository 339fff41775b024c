/**
 * The approximate index of each embedding space: HNSW (Malkov and Yashunin 2018) as pgvector builds it. Vectors are written without
 * it, so that adding documents stays fast, and are taken into it later, a few at a time. What is not in it yet is searched exactly.
 */
import { createHash } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { type Database, embeddings, lockUntilCommit, type Transaction } from '../database/index.ts'

/** Numbers of four bytes, or of two. */
export type IndexedType = 'vector' | 'halfvec'

/** The most dimensions that pgvector's HNSW takes. */
const MOST_DIMENSIONS: Readonly<Record<IndexedType, number>> = { vector: 2_000, halfvec: 4_000 }

/**
 * A space with fewer vectors outside its index is searched as fast without: on PGlite, 10,000 of 256 numbers took 9 ms exactly and
 * 5 ms through the index; `npm run bench search-latency` has the figures for more.
 */
export const EXACT_UP_TO = 10_000
/**
 * `m` and `ef_construction`. pgvector's defaults of 16 and 64 take three times as long to build: at 10,000 vectors of 256 numbers 42 s for
 * 12, for a recall@10 of 0.999 in place of 0.983; with 8 and 64 it is 15 s and 0.991.
 */
const NEIGHBOURS = 8
const CANDIDATES = 64
/** A space that has an index takes in what was added once it comes to this; until then it costs a search 2 ms. */
const REST_UP_TO = 2_000
/** Taken in at once: about 25 ms on PGlite, where nothing else runs meanwhile. */
const BATCH = 32

export interface SpaceProgress {
  readonly space: string
  readonly done: number
  readonly total: number
}

/** Takes into their indexes what the spaces have outside of them, where that pays; stops between two batches when aborted. */
export async function indexVectors(
  database: Database,
  signal: AbortSignal,
  onProgress: (progress: SpaceProgress) => void = () => {},
): Promise<void> {
  for (const { space, rest, dimensions } of await spacesToIndex(database)) {
    const type = indexedType(database.kind, dimensions)
    if (!type) continue
    const isIndexed = (await database.asOwner((tx) => findVectorIndex(tx, space))) !== undefined
    if (rest < (isIndexed ? REST_UP_TO : EXACT_UP_TO)) continue
    if (!isIndexed) await database.asOwner((tx) => createIndex(tx, space, type, dimensions))
    for (let done = 0, taken = BATCH; taken === BATCH; done += taken) {
      if (signal.aborted) return
      onProgress({ space, done, total: rest })
      taken = await database.asOwner((tx) => takeIn(tx, space))
      // Whoever searches meanwhile comes in between.
      await new Promise(setImmediate)
    }
    // Without figures about the table the planner would rather sort it whole than use the index.
    await database.asOwner((tx) => tx.execute(sql`analyze ${embeddings}`))
    onProgress({ space, done: rest, total: rest })
  }
}

export interface VectorIndex {
  readonly type: IndexedType
  /** How many vectors it has, about. */
  readonly size: number
  /** Whether every vector of the space that is seen here is in it. */
  readonly isWhole: boolean
}

/** The index of `space`, or undefined when it has none. */
export async function findVectorIndex(tx: Transaction, space: string): Promise<VectorIndex | undefined> {
  const found = await tx.execute(sql`
    select type, reltuples as size,
      not exists (select 1 from ${embeddings} where space = ${space} and not indexed) as "isWhole"
    from (values ('vector', ${indexName(space, 'vector')}), ('halfvec', ${indexName(space, 'halfvec')})) as names (type, name)
    join pg_class on pg_class.oid = to_regclass(name)
  `)
  return indexSchema.parse(found).rows[0]
}

const indexSchema = z.object({
  rows: z.array(z.object({ type: z.enum(['vector', 'halfvec']), size: z.number(), isWhole: z.boolean() })),
})

/** Deletes the vectors and the index of every space but `kept`, of all tenants. */
export async function dropOtherSpaces(database: Database, kept: string): Promise<void> {
  await database.asOwner(async (tx) => {
    await lockIndexes(tx)
    const others = await tx
      .selectDistinct({ space: embeddings.space })
      .from(embeddings)
      .where(sql`${embeddings.space} <> ${kept}`)
    for (const { space } of others) {
      for (const type of ['vector', 'halfvec'] as const)
        await tx.execute(sql`drop index if exists ${sql.identifier(indexName(space, type))}`)
      await tx.delete(embeddings).where(eq(embeddings.space, space))
    }
  })
}

/**
 * Half the bytes pay where the processor converts them: not within WebAssembly, where the same search took 14 ms for 5 and building
 * five times as long.
 */
function indexedType(kind: Database['kind'], dimensions: number): IndexedType | undefined {
  const preferred: readonly IndexedType[] = kind === 'pglite' ? ['vector', 'halfvec'] : ['halfvec']
  return preferred.find((type) => dimensions <= MOST_DIMENSIONS[type])
}

/** Workers that make or drop indexes at once would fail on each other, in spite of `if not exists`. */
const lockIndexes = (tx: Transaction) => lockUntilCommit(tx, 'vector indexes')

/** Postgres cuts names at 63 bytes, and a space may be called anything. */
const indexName = (space: string, type: IndexedType): string =>
  `embeddings_${type}_${createHash('sha256').update(space).digest('hex').slice(0, 16)}`

async function spacesToIndex(
  database: Database,
): Promise<readonly { readonly space: string; readonly rest: number; readonly dimensions: number }[]> {
  const counted = await database.asOwner((tx) =>
    tx
      .select({ space: embeddings.space, rest: sql<number>`count(*)::int` })
      .from(embeddings)
      .where(eq(embeddings.indexed, false))
      .groupBy(embeddings.space),
  )
  return Promise.all(
    counted
      .filter(({ rest }) => rest >= REST_UP_TO)
      .map(async ({ space, rest }) => ({ space, rest, dimensions: await dimensionsOf(database, space) })),
  )
}

async function dimensionsOf(database: Database, space: string): Promise<number> {
  const [row] = await database.asOwner((tx) =>
    tx
      .select({ dimensions: sql<number>`vector_dims(${embeddings.vector})` })
      .from(embeddings)
      .where(eq(embeddings.space, space))
      .limit(1),
  )
  return row?.dimensions ?? 0
}

async function createIndex(
  tx: Transaction,
  space: string,
  type: IndexedType,
  dimensions: number,
): Promise<void> {
  await lockIndexes(tx)
  await tx.execute(sql`
    create index if not exists ${sql.identifier(indexName(space, type))} on ${embeddings}
    using hnsw ((${sql.identifier('vector')}::${sql.raw(`${type}(${dimensions})`)}) ${sql.raw(`${type}_cosine_ops`)})
    with (m = ${sql.raw(String(NEIGHBOURS))}, ef_construction = ${sql.raw(String(CANDIDATES))})
    where indexed and space = ${literal(space)}
  `)
}

/** The text within a statement, where a definition takes no parameters. */
export const literal = (text: string) => sql.raw(`'${text.replaceAll("'", "''")}'`)

/** Takes one batch into the index and says how many it was; what another process is taking in is passed over. */
async function takeIn(tx: Transaction, space: string): Promise<number> {
  const taken = await tx.execute(sql`
    with batch as (
      select tenant_id, space, chunk_id from ${embeddings}
      where not indexed and space = ${space}
      limit ${BATCH}
      for update skip locked
    )
    update ${embeddings} as row set indexed = true
    from batch
    where (row.tenant_id, row.space, row.chunk_id) = (batch.tenant_id, batch.space, batch.chunk_id)
    returning 1
  `)
  return z.object({ rows: z.array(z.unknown()) }).parse(taken).rows.length
}

/** Vector search through pgvector: the chunks whose embeddings lie nearest in one space, among some documents or all. */
import { and, eq, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { directionText, embeddings, type Transaction } from '../database/index.ts'
import { EXACT_UP_TO, findVectorIndex, literal } from './vector-index.ts'

export interface VectorHit {
  readonly documentId: string
  readonly ordinal: number
  /** Cosine similarity, -1 to 1. */
  readonly similarity: number
}

export interface QueryVector {
  readonly space: string
  readonly values: Float32Array
}

export interface VectorRequest {
  readonly tenantId: string
  /** The documents to search; undefined for all, those in the bin among them, whose passages the caller passes over. */
  readonly documentIds: readonly string[] | undefined
  /** How many chunks these documents have. */
  readonly chunks: number
  readonly limit: number
  readonly vector: QueryVector
}

/**
 * The `limit` nearest chunks, nearest first; vectors of other spaces are never compared. Many chunks are searched
 * through the space's index as far as that goes, and what is outside of it exactly; few are searched exactly, which loses nothing.
 */
export async function searchVectors(tx: Transaction, request: VectorRequest): Promise<VectorHit[]> {
  const { limit, vector } = request
  const index = request.chunks < EXACT_UP_TO ? undefined : await findVectorIndex(tx, vector.space)
  if (!index || request.chunks < index.size * LEAST_SHARE)
    return nearest(tx, request, sql`${embeddings.vector} <=> ${asDirection(vector)}::vector`)
  // With strict order a filter loses nothing: the index is read on until enough pass it.
  await tx.execute(sql`
    select set_config('hnsw.iterative_scan', 'strict_order', true), set_config('hnsw.ef_search', ${String(Math.max(limit, LEAST_CANDIDATES))}, true)
  `)
  const type = sql.raw(`${index.type}(${vector.values.length})`)
  const indexed = await nearest(
    tx,
    request,
    sql`${embeddings.vector}::${type} <=> ${asDirection(vector)}::${type}`,
    // Named in the text, so that the planner sees the index fit.
    sql`${embeddings.indexed} and ${embeddings.space} = ${literal(vector.space)}`,
  )
  if (index.isWhole) return indexed
  const rest = await nearest(
    tx,
    request,
    sql`${embeddings.vector} <=> ${asDirection(vector)}::vector`,
    sql`not ${embeddings.indexed}`,
  )
  return [...indexed, ...rest].sort((a, b) => b.similarity - a.similarity).slice(0, limit)
}

/** Kept in view on the way through the index, however few are wanted: recall falls with fewer. */
const LEAST_CANDIDATES = 200
/**
 * Of the vectors in the index, the chunks searched must be so many: through it, a tenth of 100,000 took seven times as long as exactly,
 * and recall@10 fell to 0.94, since the scan gives up after `hnsw.max_scan_tuples`.
 */
const LEAST_SHARE = 1 / 3

const asDirection = ({ values }: QueryVector): SQL => sql`${directionText(values)}::int4[]`

const foundSchema = z.array(z.tuple([z.string(), z.int(), z.number().nullable()]))

/** The nearest of the chunks that fulfil `condition`, ordered by `distance`. */
async function nearest(
  tx: Transaction,
  { tenantId, documentIds, limit, vector }: VectorRequest,
  distance: SQL,
  condition?: SQL,
): Promise<VectorHit[]> {
  const found = tx
    .select({
      documentId: embeddings.documentId,
      ordinal: embeddings.ordinal,
      distance: sql<number>`${distance}`.as('distance'),
    })
    .from(embeddings)
    .where(
      and(
        eq(embeddings.tenantId, tenantId),
        eq(embeddings.space, vector.space),
        condition,
        documentIds && sql`${embeddings.documentId} = any(${`{${documentIds.join(',')}}`}::uuid[])`,
      ),
    )
    // By its name, so that the question's vector is sent once.
    .orderBy(sql`distance`)
    .limit(limit)
    .as('found')
  // One value: PGlite takes as long to read 200 rows as to find them.
  const [row] = await tx
    .select({
      hits: sql<unknown>`coalesce(json_agg(json_build_array(${found.documentId}, ${found.ordinal}, nullif(${found.distance}, 'NaN')) order by ${found.distance}), '[]')`,
    })
    .from(found)
  return (
    foundSchema
      .parse(row?.hits)
      // What has no direction, such as a passage without a word that the model knows, is near nothing: its distance is no number.
      .flatMap(([documentId, ordinal, distance]) =>
        distance === null ? [] : [{ documentId, ordinal, similarity: 1 - distance }],
      )
  )
}

/** Vector search through pgvector: the chunks whose embeddings lie nearest in one space, among some documents or all. */
import { and, eq, type SQL, sql } from 'drizzle-orm'
import { chunks, embeddings, type Transaction } from '../database/index.ts'
import { EXACT_UP_TO, findVectorIndex, literal } from './vector-index.ts'

export interface VectorHit {
  readonly documentId: string
  readonly ordinal: number
  readonly page: number
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
  if (!index) return nearest(tx, request, sql`${embeddings.vector} <=> ${literalOf(vector)}::vector`)
  // With strict order a filter loses nothing: the index is read on until enough pass it.
  await tx.execute(sql`
    select set_config('hnsw.iterative_scan', 'strict_order', true), set_config('hnsw.ef_search', ${String(Math.max(limit, LEAST_CANDIDATES))}, true)
  `)
  const type = sql.raw(`${index}(${vector.values.length})`)
  const indexed = await nearest(
    tx,
    request,
    sql`${embeddings.vector}::${type} <=> ${literalOf(vector)}::${type}`,
    // Named in the text, so that the planner sees the index fit.
    sql`${embeddings.indexed} and ${embeddings.space} = ${literal(vector.space)}`,
  )
  const rest = await nearest(
    tx,
    request,
    sql`${embeddings.vector} <=> ${literalOf(vector)}::vector`,
    sql`not ${embeddings.indexed}`,
  )
  return [...indexed, ...rest].sort((a, b) => b.similarity - a.similarity).slice(0, limit)
}

/** Kept in view on the way through the index, however few are wanted: recall falls with fewer. */
const LEAST_CANDIDATES = 200

const literalOf = ({ values }: QueryVector): string => `[${values.join(',')}]`

/** The nearest of the chunks that fulfil `condition`, ordered by `distance`. */
async function nearest(
  tx: Transaction,
  { tenantId, documentIds, limit, vector }: VectorRequest,
  distance: SQL,
  condition?: SQL,
): Promise<VectorHit[]> {
  const found = await tx
    .select({
      documentId: embeddings.documentId,
      chunkId: embeddings.chunkId,
      distance: sql<number>`${distance}`.mapWith(Number).as('distance'),
    })
    .from(embeddings)
    .where(
      and(
        eq(embeddings.tenantId, tenantId),
        eq(embeddings.space, vector.space),
        condition,
        documentIds && sql`${embeddings.documentId} = any(${uuids(documentIds)})`,
      ),
    )
    // By its name, so that the question's vector is sent once.
    .orderBy(sql`distance`)
    .limit(limit)
  // Asked for by name: a join would have the planner, which knows no figures of a new table, read all of them.
  const places = await tx
    .select({ id: chunks.id, ordinal: chunks.ordinal, page: chunks.page })
    .from(chunks)
    .where(
      and(eq(chunks.tenantId, tenantId), sql`${chunks.id} = any(${uuids(found.map((hit) => hit.chunkId))})`),
    )
  const placeOf = new Map(places.map(({ id, ...place }) => [id, place]))
  return found.flatMap(({ documentId, chunkId, distance }) => {
    const place = placeOf.get(chunkId)
    const similarity = 1 - distance
    // What has no direction, such as a passage without a word that the model knows, is near nothing: its distance is no number.
    return place === undefined || Number.isNaN(similarity) ? [] : [{ documentId, ...place, similarity }]
  })
}

/** One parameter, however many there are. */
const uuids = (ids: readonly string[]): SQL => sql`${`{${ids.join(',')}}`}::uuid[]`

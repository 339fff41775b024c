/** Vector search through pgvector: the chunks whose embeddings lie nearest in one space, within a scope. */
import { and, eq, sql } from 'drizzle-orm'
import type { Scope } from '../../contract/index.ts'
import { chunks, documents, embeddings, type Transaction } from '../database/index.ts'
import { inScope } from './scope.ts'

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

/** The `limit` nearest chunks, nearest first; vectors of other spaces are never compared. */
export async function searchVectors(
  tx: Transaction,
  request: {
    readonly tenantId: string
    readonly scope: Scope
    readonly limit: number
    readonly vector: QueryVector
  },
): Promise<VectorHit[]> {
  const { tenantId, scope, limit, vector } = request
  const dimensions = sql.raw(String(vector.values.length))
  const literal = `[${vector.values.join(',')}]`
  // The cast is the expression that the space's index is built on (see ensureVectorIndex).
  const distance = sql<number>`${embeddings.vector}::vector(${dimensions}) <=> ${literal}::vector(${dimensions})`
  const similarity = sql<number>`(1 - (${distance}))::float8`.as('similarity')
  const rows = await tx
    .select({ documentId: embeddings.documentId, ordinal: chunks.ordinal, page: chunks.page, similarity })
    .from(embeddings)
    .innerJoin(chunks, and(eq(chunks.tenantId, embeddings.tenantId), eq(chunks.id, embeddings.chunkId)))
    .innerJoin(
      documents,
      and(eq(documents.tenantId, embeddings.tenantId), eq(documents.id, embeddings.documentId)),
    )
    .where(
      and(eq(embeddings.tenantId, tenantId), eq(embeddings.space, vector.space), inScope(tenantId, scope)),
    )
    .orderBy(distance)
    .limit(limit)
  return rows.map((row) => ({ ...row, similarity: Number(row.similarity) }))
}

/** pgvector indexes `vector` columns of at most this many dimensions. */
const MOST_INDEXED_DIMENSIONS = 2_000

/**
 * Creates the space's HNSW index unless it exists; a space of more than 2,000 dimensions is scanned exactly. Run as the owner of the
 * tables. m = 8 and ef_construction = 32 build four times faster than pgvector's defaults on PGlite.
 */
export async function ensureVectorIndex(tx: Transaction, space: string, dimensions: number): Promise<void> {
  if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > MOST_INDEXED_DIMENSIONS) return
  const name = `embeddings_hnsw_${hashOf(space)}_${dimensions}`
  const literal = `'${space.replaceAll("'", "''")}'`
  await tx.execute(
    sql.raw(`
      create index if not exists ${name}
      on embeddings using hnsw ((vector::vector(${dimensions})) vector_cosine_ops)
      with (m = 8, ef_construction = 32)
      where space = ${literal}
    `),
  )
}

/** FNV-1a, 32 bits: an index's name must be short and plain, a space's is neither. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  return hash.toString(16).padStart(8, '0')
}

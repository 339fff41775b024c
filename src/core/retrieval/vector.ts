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

/**
 * The `limit` nearest chunks, nearest first; vectors of other spaces are never compared. The search is exact: it reads every vector
 * that the workspace has in the space, which the primary key finds, so that a scope loses no neighbour as an approximate index would.
 */
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
  const literal = `[${vector.values.join(',')}]`
  const distance = sql<number>`${embeddings.vector} <=> ${literal}::vector`
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

/** The keyword index in the database: one row a term and document, one row a document. */
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Scope } from '../../contract/index.ts'
import { bulkInsert, documentIndexes, documents, postings, type Transaction } from '../database/index.ts'
import { type DocumentIndex, INDEX_VERSION } from './build-index.ts'
import { type IndexedDocument, readLayout, type TermPostings } from './corpus-index.ts'
import type { IdentityTerms } from './identity.ts'
import { keep, recall } from './layout-cache.ts'
import { inScope } from './scope.ts'

/** Stores the index of a document in place of the one it had. */
export async function saveIndex(
  tx: Transaction,
  tenantId: string,
  documentId: string,
  index: DocumentIndex,
): Promise<void> {
  await tx.delete(postings).where(and(eq(postings.tenantId, tenantId), eq(postings.documentId, documentId)))
  await tx
    .delete(documentIndexes)
    .where(and(eq(documentIndexes.tenantId, tenantId), eq(documentIndexes.documentId, documentId)))
  await bulkInsert(
    tx,
    postings,
    [...index.postings].map(([term, packed]) => ({ tenantId, documentId, term, packed })),
  )
  await tx.insert(documentIndexes).values({
    tenantId,
    documentId,
    version: index.version,
    chunkCount: index.chunkCount,
    lengths: index.lengths,
    identity: index.identity,
  })
}

/** Changes whenever {@link indexedDocuments} would give something else. */
export async function corpusRevision(tx: Transaction, tenantId: string, scope: Scope): Promise<string> {
  const [row] = await tx
    .select({
      revision: sql<string>`md5(string_agg(
        ${documentIndexes.documentId}::text || ${documentIndexes}.xmin::text, ',' order by ${documentIndexes.documentId}
      ))`,
    })
    .from(documentIndexes)
    .innerJoin(documents, ofIndex)
    .where(isIndexed(tenantId, scope))
  return row?.revision ?? ''
}

/** The documents in scope that are indexed by this version, in a fixed order. */
export async function indexedDocuments(
  tx: Transaction,
  tenantId: string,
  scope: Scope,
): Promise<IndexedDocument[]> {
  const rows = await tx
    .select({ id: documentIndexes.documentId, revision })
    .from(documentIndexes)
    .innerJoin(documents, ofIndex)
    .where(isIndexed(tenantId, scope))
    .orderBy(documentIndexes.documentId)
  const missing = rows.flatMap(({ id, revision }) => (recall(tenantId, id, revision) ? [] : [id]))
  const loaded = await loadDocuments(tx, tenantId, missing)
  return rows.flatMap(({ id, revision }) => recall(tenantId, id, revision) ?? loaded.get(id) ?? [])
}

const ofIndex = and(
  eq(documents.tenantId, documentIndexes.tenantId),
  eq(documents.id, documentIndexes.documentId),
)
const isIndexed = (tenantId: string, scope: Scope) =>
  and(
    eq(documentIndexes.tenantId, tenantId),
    eq(documentIndexes.version, INDEX_VERSION),
    inScope(tenantId, scope),
  )

/** The transaction that wrote the row: a row that is replaced has another. */
const revision = sql<string>`${documentIndexes}.xmin::text`

async function loadDocuments(
  tx: Transaction,
  tenantId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, IndexedDocument>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .select({
      id: documentIndexes.documentId,
      revision,
      identity: documentIndexes.identity,
      lengths: documentIndexes.lengths,
    })
    .from(documentIndexes)
    .where(and(eq(documentIndexes.tenantId, tenantId), inArray(documentIndexes.documentId, [...ids])))
  return new Map(
    rows.map(({ id, revision, identity, lengths }) => {
      // Written by saveIndex of the same version.
      const document = { id, identity: identity as IdentityTerms, layout: readLayout(lengths) }
      keep(tenantId, revision, document)
      return [id, document]
    }),
  )
}

/** The postings of `terms` in the documents `ids`, each of which is named by its place in this list. */
export async function loadPostings(
  tx: Transaction,
  tenantId: string,
  ids: readonly string[],
  terms: readonly string[],
): Promise<ReadonlyMap<string, readonly TermPostings[]>> {
  if (terms.length === 0 || ids.length === 0) return new Map()
  const rows = await tx
    .select({
      term: postings.term,
      // One value a term in place of thousands of rows, as base64 since drivers read hexadecimal bytes one by one.
      packed: sql<string>`encode(
        string_agg(
          uuid_send(${postings.documentId}) || int4send(length(${postings.packed})) || ${postings.packed},
          ''::bytea
        ),
        'base64'
      )`,
    })
    .from(postings)
    .where(
      and(
        eq(postings.tenantId, tenantId),
        inArray(postings.term, [...terms]),
        ids.length > MOST_NAMED ? undefined : inArray(postings.documentId, [...ids]),
      ),
    )
    .groupBy(postings.term)
  const positions = new Map(ids.map((id, position) => [id.replaceAll('-', ''), position]))
  return new Map(
    rows.map(({ term, packed }) => [term, splitByDocument(Buffer.from(packed, 'base64'), positions)]),
  )
}

/** Of more documents than this, all postings are read, and those of others passed over. */
const MOST_NAMED = 50

const ID_BYTES = 16
const LENGTH_BYTES = 4

function splitByDocument(bytes: Buffer, positions: ReadonlyMap<string, number>): TermPostings[] {
  const found: TermPostings[] = []
  let at = 0
  while (at < bytes.length) {
    const id = bytes.toString('hex', at, at + ID_BYTES)
    const start = at + ID_BYTES + LENGTH_BYTES
    const end = start + bytes.readUInt32BE(at + ID_BYTES)
    const document = positions.get(id)
    if (document !== undefined) found.push({ document, bytes, start, end })
    at = end
  }
  return found
}

/** Fills a workspace with many made-up documents, their vectors included. */
import { eq, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import {
  bulkInsert,
  chunks,
  type Database,
  documents,
  embeddings,
  type Transaction,
  tenants,
} from '../../src/core/database/index.ts'
import { saveIndex } from '../../src/core/retrieval/index.ts'
import { CHUNKS_PER_DOCUMENT, type MadeUpDocument, madeUpVectors } from './made-up.ts'

export const SPACE = 'bench/made-up@256'

/** Makes the tenant if it is missing, and adds documents until it has `size` chunks, repeating those of `library`, each with vectors of its own. */
export async function fill(
  database: Database,
  actor: { tenantId: string; userId: string },
  size: number,
  library: readonly MadeUpDocument[],
  space = SPACE,
): Promise<void> {
  const { tenantId, userId } = actor
  await database.asOwner((tx) =>
    tx.insert(tenants).values({ id: tenantId, slug: 'bench', name: 'Bench' }).onConflictDoNothing(),
  )
  const originals: string[] = []
  const nextVector = madeUpVectors(2)
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
      await addVectors(tx, tenantId, id, space, nextVector)
    })
    if (original === undefined) originals.push(id)
  }
  await database.asOwner((tx) => tx.execute(sql`analyze postings`))
}

async function addDocument(
  tx: Transaction,
  tenantId: string,
  id: string,
  document: MadeUpDocument,
): Promise<void> {
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
async function copyDocument(tx: Transaction, original: string, id: string): Promise<void> {
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

async function addVectors(
  tx: Transaction,
  tenantId: string,
  documentId: string,
  space: string,
  next: () => Float32Array,
): Promise<void> {
  const added = await tx
    .select({ chunkId: chunks.id, ordinal: chunks.ordinal })
    .from(chunks)
    .where(eq(chunks.documentId, documentId))
  await bulkInsert(
    tx,
    embeddings,
    added.map((chunk) => ({ ...chunk, tenantId, space, documentId, vector: next() })),
  )
}

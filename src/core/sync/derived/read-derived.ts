/** On the server: what was found out about a document, as lines of JSON. */
import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { type Actor, AppError } from '../../../contract/index.ts'
import type { Database } from '../../database/index.ts'
import { type DerivedTable, derivedTableNames, derivedTables, findingsSchema } from './tables.ts'

/** Keeps a line at a few megabytes, and most documents at a line a table. */
const ROWS: Readonly<Record<DerivedTable, number>> = {
  ...{ pages: 200, chunks: 400, postings: 10_000, document_indexes: 1, embeddings: 400 },
}

/**
 * Lines of the document's findings, with its vectors in `space`. Each is read in a transaction of its own: what is read of a ready document
 * changes only when it is read anew, which its reader is told of. @throws {AppError} not_found, or `conflict` while it is being read
 */
export async function* readDerived(
  database: Database,
  actor: Actor,
  documentId: string,
  space: string | null,
): AsyncGenerator<string> {
  const one = (query: SQL) =>
    database.asTenant(actor, async (tx) => resultSchema.parse(await tx.execute(query)).rows[0])
  const ofDocument = sql`tenant_id = ${actor.tenantId}::uuid and document_id = ${documentId}::uuid`
  const found = await one(sql`
    select (status = 'ready')::int as count, json_build_object('findings', json_build_object(${pairs(Object.keys(findingsSchema.shape))}))::text as json
    from documents
    where tenant_id = ${actor.tenantId}::uuid and id = ${documentId}::uuid`)
  if (!found) throw new AppError('not_found', { kind: 'document', id: documentId })
  if (found.count === 0 || found.json === null)
    throw new AppError('conflict', { reason: 'the server has not read this document' })
  yield found.json
  for (const table of derivedTableNames) {
    const columns = Object.keys(derivedTables[table].shape)
    const condition = table === 'embeddings' ? sql`${ofDocument} and space = ${space ?? ''}` : ofDocument
    for (let offset = 0; ; offset += ROWS[table]) {
      const part = await one(sql`
        select count(*)::int as count, json_agg(json_build_object(${pairs(columns)}))::text as json
        from (
          select ${sql.join(columns.map(read), sql`, `)}
          from ${sql.identifier(table)}
          where ${condition}
          order by ${sql.raw(ORDER[table])}
          limit ${ROWS[table]} offset ${offset}
        ) as part`)
      if (part?.json) yield `{"table":"${table}","rows":${part.json}}`
      if (!part || part.count < ROWS[table]) break
    }
  }
}

/** A key of each table, so that pages of rows neither overlap nor leave any out. */
const ORDER: Readonly<Record<DerivedTable, string>> = {
  ...{
    pages: 'number',
    chunks: 'ordinal',
    postings: 'term',
    document_indexes: 'version',
    embeddings: 'ordinal',
  },
}

/** A vector in digits is half as long again, and takes the client ten times as long to keep. */
const read = (column: string) =>
  column === 'vector' ? sql`vector_send(vector) as vector` : sql.identifier(column)

/** `json`, which takes a third of the time of `jsonb`. */
const pairs = (columns: readonly string[]) =>
  sql.join(
    columns.map((column) => sql`${sql.raw(`'${column}'`)}, ${sql.identifier(column)}`),
    sql`, `,
  )
const resultSchema = z.object({ rows: z.array(z.object({ count: z.int(), json: z.string().nullable() })) })

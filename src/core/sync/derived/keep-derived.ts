/** On a client: keeps what the server found out about a document, as if it had been read here. */
import { and, eq, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Actor, DocumentStatus } from '../../../contract/index.ts'
import {
  chunks,
  confineToTenant,
  type Database,
  documentIndexes,
  documents,
  embeddings,
  pages,
  postings,
  type Transaction,
} from '../../database/index.ts'
import { parseDerived, refused } from './parse-derived.ts'
import { type DerivedTable, derivedTableNames, type Findings } from './tables.ts'

export interface KeepDerivedParts {
  readonly database: Database
  readonly actor: Actor
  readonly documentId: string
  /** What this device searches with. */
  readonly space: string | null
  /** Of the analysis that this version searches by; an index of another is made anew. */
  readonly indexVersion: number
}

/**
 * All of it in one transaction. Returns what is left to be done here: nothing when it is `ready`; null when the document does not wait for
 * its text any more. @throws {AppError} server_unreachable where `lines` are nothing that the server says; the document then waits on
 */
export async function keepDerived(
  { actor, database, documentId, indexVersion, space }: KeepDerivedParts,
  lines: readonly string[],
): Promise<DocumentStatus | null> {
  if (!database.copying) throw new Error('only a workspace of a device takes what others read')
  const derived = parseDerived(lines, space)
  const status =
    derived.version !== indexVersion
      ? 'indexing'
      : space === null || derived.hasAllVectors
        ? 'ready'
        : 'embedding'
  const { tenantId } = actor
  const ofTenant = { tenant_id: tenantId, document_id: documentId }
  return database
    .copying(async (tx, copy) => {
      if (!(await isWaiting(tx, actor, documentId))) return null
      for (const table of derivedTableNames.toReversed())
        await tx.execute(sql`
          delete from ${sql.identifier(table)}
          where tenant_id = ${tenantId}::uuid and document_id = ${documentId}::uuid`)
      // Postgres would look up for each row what it refers to, a quarter of the whole time: the document, which was seen to be there, and
      // chunks that came with it.
      await tx.execute(sql`set local session_replication_role = replica`)
      for (const { rows, table } of derived.parts) await copy(TABLES[table], ofTenant, rows)
      await tx.execute(sql`set local session_replication_role = origin`)
      await confineToTenant(tx, actor)
      await tx.execute(sql`
        update documents
        set ${assigned(derived.findings)}, status = ${status}, error = null, updated_at = now()
        where tenant_id = ${tenantId}::uuid and id = ${documentId}::uuid`)
      return status
    })
    .catch(refused)
}

const TABLES: Readonly<Record<DerivedTable, PgTable>> = {
  ...{ pages, chunks, postings, document_indexes: documentIndexes, embeddings },
}

async function isWaiting(tx: Transaction, { tenantId }: Actor, documentId: string): Promise<boolean> {
  const [document] = await tx
    .select({ status: documents.status })
    .from(documents)
    .where(and(eq(documents.tenantId, tenantId), eq(documents.id, documentId)))
  return document?.status === 'waiting'
}

const assigned = (findings: Findings) =>
  sql.join(
    Object.entries(findings).map(([column, value]) =>
      Array.isArray(value)
        ? sql`${sql.identifier(column)} = ${`{${value.join(',')}}`}::int[]`
        : sql`${sql.identifier(column)} = ${value}`,
    ),
    sql`, `,
  )

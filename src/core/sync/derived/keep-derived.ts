/** On a client: keeps what the server found out about a document, as if it had been read here. */
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { type Actor, AppError, type DocumentStatus } from '../../../contract/index.ts'
import type { Database, Transaction } from '../../database/index.ts'
import {
  type DerivedTable,
  derivedLineSchema,
  derivedTableNames,
  derivedTables,
  type findingsSchema,
} from './tables.ts'

export interface KeepDerivedParts {
  readonly database: Database
  readonly actor: Actor
  readonly documentId: string
  /** What this device searches with. */
  readonly space: string | null
  /** Of the analysis that this version searches by; an index of another is made anew. */
  readonly indexVersion: number
}

/** All of it in one transaction. Returns what is left to be done here: nothing when it is `ready`. */
export async function keepDerived(
  { actor, database, documentId, indexVersion, space }: KeepDerivedParts,
  lines: Iterable<string>,
): Promise<DocumentStatus> {
  return database.asTenant(actor, async (tx) => {
    let findings: z.output<typeof findingsSchema> | undefined
    let version: number | undefined
    const counts = new Map<DerivedTable, number>()
    for (const table of derivedTableNames.toReversed())
      await tx.execute(sql`
        delete from ${sql.identifier(table)}
        where tenant_id = ${actor.tenantId}::uuid and document_id = ${documentId}::uuid`)
    for (const line of lines) {
      const parsed = derivedLineSchema.parse(JSON.parse(line))
      if ('findings' in parsed) findings = parsed.findings
      else {
        const rows = z.array(z.looseObject({})).parse(z.array(derivedTables[parsed.table]).parse(parsed.rows))
        if (parsed.table === 'document_indexes') version = z.number().parse(rows[0]?.version)
        counts.set(parsed.table, (counts.get(parsed.table) ?? 0) + rows.length)
        await insert(tx, actor, documentId, parsed.table, rows)
      }
    }
    if (!findings) throw new AppError('server_unreachable')
    const hasVectors = counts.get('embeddings') === counts.get('chunks')
    const status =
      version !== indexVersion ? 'indexing' : space === null || hasVectors ? 'ready' : 'embedding'
    const found = Object.entries(findings).map(([column, value]) =>
      Array.isArray(value)
        ? sql`${sql.identifier(column)} = ${`{${value.join(',')}}`}::int[]`
        : sql`${sql.identifier(column)} = ${value}`,
    )
    await tx.execute(sql`
      update documents set ${sql.join(found, sql`, `)}, status = ${status}, error = null, updated_at = now()
      where tenant_id = ${actor.tenantId}::uuid and id = ${documentId}::uuid and status = 'waiting'`)
    return status
  })
}

async function insert(
  tx: Transaction,
  { tenantId }: Actor,
  documentId: string,
  table: DerivedTable,
  rows: readonly object[],
): Promise<void> {
  const names = sql.join(
    Object.keys(derivedTables[table].shape).map((column) => sql.identifier(column)),
    sql`, `,
  )
  await tx.execute(sql`
    insert into ${sql.identifier(table)} (tenant_id, document_id, ${names})
    select ${tenantId}::uuid, ${documentId}::uuid, ${names}
    from json_populate_recordset(null::${sql.identifier(table)}, ${JSON.stringify(rows)}::json)`)
}

/** On a client: a file that was added here may arrive as another's document. What was read of it here goes over to that. */
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Actor, SyncedRow } from '../../../contract/index.ts'
import type { Transaction } from '../../database/index.ts'

type DocumentRow = SyncedRow<'document'>

/** What belongs to a document, by its column `document_id`. */
const PARTS = ['pages', 'chunks', 'postings', 'document_indexes', 'embeddings', 'document_aliases'] as const
/** What a client found out about a file by itself. */
const FINDINGS = [
  ...['status', 'resume_status', 'error', 'page_count', 'pages_done', 'pages_without_text'],
  ...['title', 'company', 'form', 'fiscal_year', 'fiscal_quarter', 'period_end'],
]

/**
 * Makes room for the documents that arrive: the bytes of one may be listed here under another id. Once they are inserted, `adopted` gives
 * them what was found out under that id, which becomes an alias.
 */
export async function adoptSameBytes(
  tx: Transaction,
  { tenantId }: Actor,
  documents: readonly DocumentRow[],
): Promise<{ readonly documents: readonly DocumentRow[]; adopted(): Promise<void> }> {
  const bytes = JSON.stringify(documents.map(({ id, sha256 }) => ({ id, sha256 })))
  const { rows } = pairsSchema.parse(
    await tx.execute(sql`
      select present.id as old, arriving.id as new
      from documents as present
      join jsonb_to_recordset(${bytes}::jsonb) as arriving (id uuid, sha256 text)
        on arriving.sha256 = present.sha256 and arriving.id <> present.id
      where present.tenant_id = ${tenantId}::uuid`),
  )
  // Its hash is taken by the other; one that no file has keeps it apart until then.
  for (const { old } of rows)
    await tx.execute(sql`
      update documents set sha256 = 'given up by ' || id where tenant_id = ${tenantId}::uuid and id = ${old}::uuid`)
  return {
    documents,
    async adopted() {
      for (const pair of rows) await handOver(tx, tenantId, pair)
    },
  }
}

async function handOver(
  tx: Transaction,
  tenantId: string,
  { new: id, old }: { readonly old: string; readonly new: string },
): Promise<void> {
  const findings = sql.join(
    FINDINGS.map((column) => sql`${sql.identifier(column)} = old.${sql.identifier(column)}`),
    sql`, `,
  )
  // What failed at the server was never read here, and the server has begun anew.
  const { rows } = z.object({ rows: z.array(z.unknown()) }).parse(
    await tx.execute(sql`
      update documents as present set ${findings}
      from documents as old
      where present.tenant_id = ${tenantId}::uuid and present.id = ${id}::uuid and present.status = 'waiting'
        and old.tenant_id = present.tenant_id and old.id = ${old}::uuid
        and (old.status not in ('failed', 'cancelled') or old.resume_status is not null)
      returning present.id`),
  )
  if (rows.length > 0)
    for (const part of PARTS)
      await tx.execute(sql`
        update ${sql.identifier(part)} set document_id = ${id}::uuid
        where tenant_id = ${tenantId}::uuid and document_id = ${old}::uuid`)
  await tx.execute(sql`
    update annotations set document_id = ${id}::uuid
    where tenant_id = ${tenantId}::uuid and document_id = ${old}::uuid`)
  await tx.execute(sql`delete from documents where tenant_id = ${tenantId}::uuid and id = ${old}::uuid`)
  await tx.execute(sql`
    insert into document_aliases (tenant_id, id, document_id)
    values (${tenantId}::uuid, ${old}::uuid, ${id}::uuid)
    on conflict (tenant_id, id) do update set document_id = excluded.document_id`)
  // Whether there is such an alias is the server's to say, once it has come to the addition of the file: it may refuse it.
  await tx.execute(sql`
    insert into touched_rows (tenant_id, mutation_id, entity, entity_id)
    select tenant_id, mutation_id, 'alias', ${old}::uuid
    from outbox
    where tenant_id = ${tenantId}::uuid and name = 'document.add' and args ->> 'id' = ${old} and rejection is null
    on conflict do nothing`)
}

const pairsSchema = z.object({ rows: z.array(z.object({ old: z.string(), new: z.string() })) })

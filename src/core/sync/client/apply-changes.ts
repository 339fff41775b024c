/** On a client: makes its rows the server's. */
import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import {
  type Actor,
  type RowKey,
  type SyncedEntity,
  type SyncedRows,
  syncedEntitySchema,
} from '../../../contract/index.ts'
import { confineToTenant, memberships, type Transaction, tenants } from '../../database/index.ts'
import { type SyncedTable, syncedTables } from '../synced-tables.ts'
import { adoptSameBytes } from './adopt-same-bytes.ts'
import { ownColumns } from './servers-columns.ts'

/**
 * A document whose text is to come from the server shares its fate there: it fails with it, and waits again once it is tried again. One
 * that failed while it was read here can be gone on with here, and stays.
 */
const unlessReadHere = (column: string): SQL => sql`
  case when present.status in ('waiting', 'failed', 'cancelled') and present.resume_status is null
    then excluded.${sql.identifier(column)} else present.${sql.identifier(column)} end`

/** What becomes of a column where the client has the row. */
const updated = (entity: SyncedEntity, column: string): SQL =>
  ownColumns(entity).includes(column) ? unlessReadHere(column) : sql`excluded.${sql.identifier(column)}`

/**
 * Within a transaction of the owner, which only writes the tenant `actor.tenantId`: who belongs to it is not for its own transactions to
 * say. From there on the transaction is the tenant's. Returns the hashes of files whose documents went.
 */
export async function applyChanges(
  tx: Transaction,
  actor: Actor,
  { gone, rows }: { readonly gone: readonly RowKey[]; readonly rows: SyncedRows },
): Promise<string[]> {
  const unused: string[][] = []
  await applyTenant(tx, actor, rows, gone)
  await confineToTenant(tx, actor)
  // What refers to others goes first.
  for (const table of syncedTables.toReversed()) {
    if (isOwners(table.entity)) continue
    const ids = gone.filter(({ entity }) => isMeant(entity, table.entity)).map(({ id }) => id)
    const named = sql`where tenant_id = ${actor.tenantId}::uuid and id = any(${array(ids)})`
    if (ids.length > 0) unused.push(await deleteRows(tx, table, named))
  }
  await upsert(tx, actor, 'folder', 'folders', rows.folder)
  const { adopted, documents } = await adoptSameBytes(tx, actor, rows.document.map(arrived))
  await upsert(tx, actor, 'document', 'documents', documents)
  await adopted()
  await upsert(tx, actor, 'alias', 'document_aliases', rows.alias)
  await upsert(tx, actor, 'annotation', 'annotations', rows.annotation)
  await upsert(tx, actor, 'chat', 'chat_sessions', rows.chat)
  await upsert(tx, actor, 'message', 'messages', rows.message)
  return unused.flat()
}

/** The hashes of their files, of documents. */
async function deleteRows(tx: Transaction, { entity, name }: SyncedTable, where: SQL): Promise<string[]> {
  const deleted = sql`delete from ${sql.identifier(name)} as present ${where}`
  if (entity !== 'document') {
    await tx.execute(deleted)
    return []
  }
  return hashesSchema
    .parse(await tx.execute(sql`${deleted} returning sha256`))
    .rows.map(({ sha256 }) => sha256)
}

const hashesSchema = z.object({ rows: z.array(z.object({ sha256: z.string() })) })

/** A document that is gone may have become an alias here, of one that came with the same bytes; one that the server has comes with its rows. */
const isMeant = (gone: SyncedEntity, entity: SyncedEntity) =>
  gone === entity || (gone === 'document' && entity === 'alias')

const isOwners = (entity: SyncedEntity) => entity === 'tenant' || entity === 'member'

async function applyTenant(
  tx: Transaction,
  { tenantId }: Actor,
  { member, tenant }: SyncedRows,
  gone: readonly RowKey[],
): Promise<void> {
  for (const { allowed_models, default_language, id, name, slug } of tenant)
    if (id === tenantId)
      await tx
        .update(tenants)
        .set({ name, slug, defaultLanguage: default_language, allowedModels: allowed_models })
        .where(eq(tenants.id, tenantId))
  const left = gone.filter(({ entity }) => entity === 'member').map(({ id }) => id)
  if (left.length > 0)
    await tx
      .delete(memberships)
      .where(and(eq(memberships.tenantId, tenantId), inArray(memberships.userId, left)))
  for (const { id, name, role } of member) {
    await tx.execute(sql`
      insert into users (id, name) values (${id}::uuid, ${name})
      on conflict (id) do update set name = excluded.name`)
    await tx.execute(sql`
      insert into memberships (tenant_id, user_id, role) values (${tenantId}::uuid, ${id}::uuid, ${role})
      on conflict (tenant_id, user_id) do update set role = excluded.role`)
  }
}

/** A document whose text is still to be fetched. */
function arrived<Row extends SyncedRows['document'][number]>(row: Row): Row {
  const isReadable = row.status !== 'failed' && row.status !== 'cancelled'
  return { ...row, status: isReadable ? 'waiting' : row.status, error: isReadable ? null : row.error }
}

/** The rows as the server has them, but for own columns of those that are here. */
async function upsert(
  tx: Transaction,
  { tenantId }: Actor,
  entity: SyncedEntity,
  table: string,
  rows: readonly object[],
): Promise<void> {
  const [first] = rows
  if (!first) return
  const columns = Object.keys(first)
  const names = columns.map((column) => sql.identifier(column))
  const changed = columns
    .filter((column) => column !== 'id')
    .map((column) => sql`${sql.identifier(column)} = ${updated(entity, column)}`)
  // The last of two states of one row is the newer.
  const newest = [...new Map(rows.map((row) => ['id' in row ? row.id : undefined, row])).values()]
  await tx.execute(sql`
    insert into ${sql.identifier(table)} as present (tenant_id, ${sql.join(names, sql`, `)})
    select ${tenantId}::uuid, ${sql.join(names, sql`, `)}
    from jsonb_populate_recordset(null::${sql.identifier(table)}, ${JSON.stringify(newest)}::jsonb)
    on conflict (tenant_id, id) do update set ${sql.join(changed, sql`, `)}`)
}

/** Deletes what a resync did not name, and returns the hashes of its files; but not for what waiting mutations made: the server has not heard of that. */
export async function removeUnnamed(tx: Transaction, { tenantId }: Actor): Promise<string[]> {
  const unused: string[][] = []
  for (const table of syncedTables.toReversed()) {
    const { entity } = table
    if (isOwners(entity)) continue
    const unnamed = sql`
      where tenant_id = ${tenantId}::uuid
        ${entity === 'message' ? sql`and status <> 'streaming'` : sql``}
        and not exists (
          select from resynced_rows as named
          where named.tenant_id = present.tenant_id and named.entity = ${entity} and named.entity_id = present.id)
        and not exists (
          select from touched_rows as touched
          where touched.tenant_id = present.tenant_id and touched.entity = ${entity} and touched.entity_id = present.id
            and touched.before is null)`
    unused.push(await deleteRows(tx, table, unnamed))
  }
  await tx.execute(sql`delete from resynced_rows where tenant_id = ${tenantId}::uuid`)
  return unused.flat()
}

/** As {@link removeUnnamed}, while the transaction is the owner's still; `rows` are the last that the resync names. */
export async function removeUnnamedMembers(
  tx: Transaction,
  { tenantId }: Actor,
  { member }: SyncedRows,
): Promise<void> {
  await tx.execute(sql`
    delete from memberships
    where tenant_id = ${tenantId}::uuid and user_id <> all(${array(member.map(({ id }) => id))})
      and not exists (
        select from resynced_rows as named
        where named.tenant_id = memberships.tenant_id and named.entity = 'member'
          and named.entity_id = memberships.user_id)`)
}

/** Notes what a resync names. */
export async function noteNamed(tx: Transaction, { tenantId }: Actor, rows: SyncedRows): Promise<void> {
  for (const entity of syncedEntitySchema.options) {
    const ids = rows[entity].map(({ id }) => id)
    if (ids.length === 0) continue
    await tx.execute(sql`
      insert into resynced_rows (tenant_id, entity, entity_id)
      select ${tenantId}::uuid, ${entity}, unnest(${array(ids)})
      on conflict do nothing`)
  }
}

const array = (ids: readonly string[]): SQL => sql`${`{${ids.join(',')}}`}::uuid[]`

/** On a client: takes back what waits, so that what the server says is put under it and it is done again on top. */
import { type SQL, sql } from 'drizzle-orm'
import {
  type Actor,
  AppError,
  isMutationName,
  mutationSchemas,
  type SyncedEntity,
} from '../../../contract/index.ts'
import type { Transaction } from '../../database/index.ts'
import type { Mutation } from '../../mutations/index.ts'
import { syncedTables } from '../synced-tables.ts'
import { noting, waiting } from './outbox.ts'
import { serversColumns } from './servers-columns.ts'

/**
 * Puts the rows that the mutations behind `after` changed or deleted back as they were. Rows that they made stay as they were made: the
 * mutation is done again upon them, and what belongs to them, such as a document's text, is not lost meanwhile.
 */
export async function rewind(tx: Transaction, { tenantId }: Actor, after: number): Promise<void> {
  for (const { entity, name } of syncedTables) {
    if (entity === 'tenant' || entity === 'member') continue
    // Of each row, as it was before the first mutation that changed it, or after the one that made it.
    const before = sql`
      select distinct on (entity_id) before, mutation_id
      from touched_rows
      where tenant_id = ${tenantId}::uuid and mutation_id > ${after} and entity = ${entity}
        and before is not null
      order by entity_id, mutation_id`
    await tx.execute(sql`
      insert into ${sql.identifier(name)}
      select (jsonb_populate_record(null::${sql.identifier(name)}, ${unread(entity, sql`before`)})).*
      from (${before}) as touched
      where true ${bytesAreFree(entity, before)} ${parentIsThere(entity)}
      on conflict (tenant_id, id) do update set ${synced(entity)}`)
  }
}

/** Does what waits behind `after` again, in order; what cannot be done any more is for the server to refuse. */
export async function replay(
  tx: Transaction,
  actor: Actor,
  mutations: ReadonlyMap<string, Mutation>,
  after: number,
): Promise<void> {
  for (const { args, mutationId, name } of await waiting(tx, actor)) {
    const mutation = mutations.get(name)
    if (mutationId <= after || !mutation || !isMutationName(name)) continue
    const parsed = mutationSchemas[name].safeParse(args)
    if (!parsed.success) continue
    // What it changes is noted anew. What it made it has made, even if it would not make it now: the server is to say.
    await tx.execute(sql`
      delete from touched_rows
      where tenant_id = ${actor.tenantId}::uuid and mutation_id = ${mutationId} and before is not null`)
    await tx
      .transaction((inner) =>
        // Parsed by the schema of this very name.
        noting(inner, mutationId, () => mutation.apply(inner, actor, parsed.data as never)),
      )
      .catch((error: unknown) => {
        if (!(error instanceof AppError)) throw error
      })
  }
}

/** The columns that the server knows; others are the client's own and have gone on meanwhile. */
function synced(entity: SyncedEntity): SQL {
  return sql.join(
    serversColumns(entity).map(
      (column) => sql`${sql.identifier(column)} = excluded.${sql.identifier(column)}`,
    ),
    sql`, `,
  )
}

/** A document that was deleted has lost its text. */
const unread = (entity: SyncedEntity, row: SQL) =>
  entity === 'document' ? sql`${row} || '{"status": "waiting", "pages_done": 0}'` : row

/** The same bytes may have been added again after they were deleted, and deleted again: the first that had them is the one that was there. */
const bytesAreFree = (entity: SyncedEntity, touched: SQL) =>
  entity === 'document'
    ? sql`and not exists (
        select from documents as other
        where other.tenant_id = (before ->> 'tenant_id')::uuid
          and other.sha256 = before ->> 'sha256'
          and other.id <> (before ->> 'id')::uuid)
      and (
        exists (
          select from documents as own
          where own.tenant_id = (before ->> 'tenant_id')::uuid and own.id = (before ->> 'id')::uuid)
        or not exists (
          select from (${touched}) as earlier
          where earlier.before ->> 'sha256' = touched.before ->> 'sha256'
            and earlier.mutation_id < touched.mutation_id))`
    : sql``

function parentIsThere(entity: SyncedEntity): SQL {
  if (entity === 'message') return there('chat_sessions', 'chat_id')
  if (entity === 'alias' || entity === 'annotation') return there('documents', 'document_id')
  return sql``
}

const there = (table: string, column: string) => sql`and exists (
  select from ${sql.identifier(table)} as parent
  where parent.tenant_id = (before ->> 'tenant_id')::uuid and parent.id = (before ->> ${column})::uuid)`

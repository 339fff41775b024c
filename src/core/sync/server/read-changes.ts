/** On the server: what a client is to be told. */
import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import {
  type Actor,
  type RowKey,
  type SyncCursor,
  type SyncedRows,
  syncedEntitySchema,
  syncedRowsSchema,
} from '../../../contract/index.ts'
import type { Transaction } from '../../database/index.ts'
import { type SyncedTable, syncedTables } from '../synced-tables.ts'
import { endOf, isEnd } from './cursor.ts'

export interface ReadChanges {
  readonly rows: SyncedRows
  readonly gone: readonly RowKey[]
  readonly cursor: SyncCursor
  readonly more: boolean
}

const changeRowsSchema = z.object({
  rows: z.array(
    z.object({
      entity: syncedEntitySchema,
      id: z.string(),
      change_number: z.coerce.number(),
      /** Null for what is gone. */
      row: z.record(z.string(), z.unknown()).nullable(),
    }),
  ),
})
type ChangeRow = z.infer<typeof changeRowsSchema>['rows'][number]

/**
 * Up to `limit` rows and tombstones behind the cursor that the user may see, and the present state of `refresh`. One statement reads the
 * former, since only what one snapshot shows is in order. `head` is the tenant's change number, read before them.
 */
export async function readChanges(
  tx: Transaction,
  actor: Actor,
  {
    cursor,
    head = 0,
    limit,
    refresh,
    startedAt = 0,
  }: {
    readonly cursor: SyncCursor | null
    readonly limit: number
    readonly refresh: readonly RowKey[]
    readonly head?: number
    readonly startedAt?: number
  },
): Promise<ReadChanges> {
  // Most who ask have everything.
  if (cursor && isEnd(cursor) && cursor.changeNumber === head && refresh.length === 0)
    return { rows: byEntity([]), gone: [], cursor, more: false }
  const parts = syncedTables.flatMap((table) => changesOf(table, actor, cursor, limit + 1))
  const found = await rowsOf(
    tx,
    sql`select * from (${sql.join(parts, sql` union all `)}) as change order by change_number, rank, id limit ${limit + 1}`,
  )
  const page = found.slice(0, limit)
  const last = page.at(-1)
  const more = found.length > limit
  const asked = await presentStates(tx, actor, refresh)
  const own = [...page, ...asked]
  const present = new Set(own.flatMap(({ id, row }) => (row ? [id] : [])))
  const missing = parentsOf(own).filter(({ id }) => !present.has(id))
  const parents = (await presentStates(tx, actor, missing)).filter(({ row }) => row)
  for (const { id } of parents) present.add(id)
  // What lost its parent a moment ago is told of with the next change.
  const isOrphan = (change: ChangeRow) => parentsOf([change]).some(({ id }) => !present.has(id))
  const changes = [...own.filter((change) => !isOrphan(change)), ...parents]
  return {
    rows: byEntity(changes),
    gone: changes.flatMap(({ entity, id, row }) => (row ? [] : [{ entity, id }])),
    cursor:
      more && last
        ? { entity: last.entity, id: last.id, changeNumber: last.change_number, startedAt }
        : endOf(Math.max(head, last?.change_number ?? 0), startedAt),
    more,
  }
}

/** What the rows are nothing without: it may have changed later than they did, and come on a later page. */
function parentsOf(changes: readonly ChangeRow[]): RowKey[] {
  const keys = changes.flatMap(({ entity, row }): RowKey[] => {
    if (entity === 'message' && row) return [{ entity: 'chat', id: String(row.chat_id) }]
    if ((entity === 'alias' || entity === 'annotation') && row)
      return [{ entity: 'document', id: String(row.document_id) }]
    return []
  })
  return [...new Map(keys.map((key) => [key.id, key])).values()]
}

function changesOf(table: SyncedTable, actor: Actor, cursor: SyncCursor | null, limit: number): SQL[] {
  const { changeNumber, id, source } = table
  const tenant = tenantOf(table)
  const head = sql`${sql.raw(`'${table.entity}'`)} as entity, ${sql.raw(String(table.rank))} as rank`
  const order = sql`order by 4, 3 limit ${limit}`
  const rows = sql`(
    select ${head}, ${id} as id, ${changeNumber} as change_number,
      case when ${table.isVisible(actor)} then ${rowJson(table)} end as row
    from ${source}
    where ${tenant} = ${actor.tenantId}::uuid
      and ${behind(cursor, table.rank, changeNumber, id)}
      and (${table.isVisible(actor)} or ${table.isWithdrawn(actor)})
    ${order})`
  const buried = sql`(
    select ${head}, entity_id as id, change_number, null::jsonb as row
    from tombstones
    where tenant_id = ${actor.tenantId}::uuid and entity = ${table.entity}
      and ${behind(cursor, table.rank, sql`change_number`, sql`entity_id`)}
      and (user_id is null or user_id = ${actor.userId}::uuid)
    ${order})`
  return [rows, buried]
}

/** Behind the cursor in the order of change number, entity and id. */
function behind(cursor: SyncCursor | null, rank: number, changeNumber: SQL, id: SQL): SQL {
  if (!cursor) return sql`true`
  const reached = syncedEntitySchema.options.indexOf(cursor.entity)
  if (rank < reached) return sql`${changeNumber} > ${cursor.changeNumber}`
  if (rank > reached) return sql`${changeNumber} >= ${cursor.changeNumber}`
  return sql`(${changeNumber}, ${id}) > (${cursor.changeNumber}::bigint, ${cursor.id}::uuid)`
}

/** Each as a row, or as gone. */
async function presentStates(
  tx: Transaction,
  actor: Actor,
  keys: readonly RowKey[],
): Promise<readonly ChangeRow[]> {
  // Concatenated and not pushed: as arguments of one call, so many rows would overflow the stack.
  let states: readonly ChangeRow[] = []
  for (const [entity, own] of Map.groupBy(keys, (key) => key.entity)) {
    const table = syncedTables.find((one) => one.entity === entity)
    if (!table) continue
    const ids = sql`(select unnest(${`{${own.map(({ id }) => id).join(',')}}`}::uuid[]))`
    const found = await rowsOf(
      tx,
      sql`
        select ${sql.raw(`'${entity}'`)} as entity, ${table.id} as id, 0 as change_number, ${rowJson(table)} as row
        from ${table.source}
        where ${tenantOf(table)} = ${actor.tenantId}::uuid and ${table.id} in ${ids} and ${table.isVisible(actor)}`,
    )
    const present = new Set(found.map(({ id }) => id))
    const gone = own.filter(({ id }) => !present.has(id))
    states = [...states, ...found, ...gone.map(({ id }) => ({ entity, id, change_number: 0, row: null }))]
  }
  return states
}

const tenantOf = ({ entity, name }: SyncedTable) =>
  sql.raw(entity === 'tenant' ? 'tenants.id' : `${name}.tenant_id`)

const rowJson = ({ columns }: SyncedTable) => {
  const pairs = Object.entries(columns).map(([name, column]) => sql`${sql.raw(`'${name}'`)}, ${column}`)
  return sql`jsonb_build_object(${sql.join(pairs, sql`, `)})`
}

async function rowsOf(tx: Transaction, query: SQL): Promise<ChangeRow[]> {
  return changeRowsSchema.parse(await tx.execute(query)).rows
}

function byEntity(changes: readonly ChangeRow[]): SyncedRows {
  const rows = Map.groupBy(
    changes.filter(({ row }) => row),
    ({ entity }) => entity,
  )
  const listed = syncedEntitySchema.options.map((entity) => [
    entity,
    rows.get(entity)?.map(({ row }) => row) ?? [],
  ])
  return syncedRowsSchema.parse(Object.fromEntries(listed))
}

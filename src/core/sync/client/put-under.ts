/** On a client: the server's answer, put under what waits without doing that again, where it says what is so here already. */
import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Actor, SyncedEntity, SyncedRows, SyncResponse } from '../../../contract/index.ts'
import type { Transaction } from '../../database/index.ts'
import { syncedTables } from '../synced-tables.ts'
import { ownColumns, serversColumns } from './servers-columns.ts'

/**
 * Whether the server has done what was sent as it was done here, and nothing came between: nothing was refused, nothing is gone, and each row
 * that it names says what it says here below the mutations behind `after`, but for the times, which are its own clock's. Doing those again
 * would then come to what they have come to. What is in the bin is told apart by its times, and is never found to be the same.
 */
export async function isAsHere(
  tx: Transaction,
  actor: Actor,
  { gone, rejections, rows }: SyncResponse,
  after: number,
): Promise<boolean> {
  if (gone.length + rejections.length + rows.tenant.length + rows.member.length > 0) return false
  for (const { entity, name } of namedIn(rows)) {
    const table = sql.identifier(name)
    const same = serversColumns(entity).map((column) => {
      const [theirs, here] = [sql`theirs.${sql.identifier(column)}`, sql`here.${sql.identifier(column)}`]
      if (column === 'deleted_at') return sql`${theirs} is null and ${here} is null`
      return column.endsWith('_at') ? sql`true` : sql`${theirs} is not distinct from ${here}`
    })
    const others = await tx.execute(sql`
      select theirs.id
      from jsonb_populate_recordset(null::${table}, ${JSON.stringify(rows[entity])}::jsonb) as theirs
      left join (${firstTouched(actor, entity, after)}) as touched on touched.entity_id = theirs.id
      left join ${table} as present
        on present.tenant_id = ${actor.tenantId}::uuid and present.id = theirs.id
      cross join lateral jsonb_populate_record(null::${table},
        case when touched.entity_id is null then to_jsonb(present) else touched.before end) as here
      where not (here.id is not null and ${sql.join(same, sql` and `)})
      limit 1`)
    if (foundSchema.parse(others).rows.length > 0) return false
  }
  return true
}

/**
 * Makes the rows that the mutations behind `after` changed the server's below these: as they are found when these are taken back. Returns the
 * others, which are to be the server's as they are.
 */
export async function putUnder(
  tx: Transaction,
  actor: Actor,
  rows: SyncedRows,
  after: number,
): Promise<SyncedRows> {
  const left = { ...rows }
  for (const { entity } of namedIn(rows)) {
    const touched = foundSchema.parse(
      await tx.execute(sql`
        update touched_rows set before = touched_rows.before || (theirs.value - ${`{${ownColumns(entity).join(',')}}`}::text[])
        from (${firstTouched(actor, entity, after)}) as first
        join jsonb_array_elements(${JSON.stringify(rows[entity])}::jsonb) as theirs
          on (theirs.value ->> 'id')::uuid = first.entity_id
        where touched_rows.tenant_id = ${actor.tenantId}::uuid and touched_rows.entity = ${entity}
          and touched_rows.mutation_id = first.mutation_id and touched_rows.entity_id = first.entity_id
        returning touched_rows.entity_id as id`),
    )
    const under = new Set(touched.rows.map(({ id }) => id))
    // The rows of one entity stay of that entity.
    Object.assign(left, { [entity]: rows[entity].filter(({ id }) => !under.has(id)) })
  }
  return left
}

const foundSchema = z.object({ rows: z.array(z.object({ id: z.string() })) })

/** The tables that the answer has rows of. */
const namedIn = (rows: SyncedRows) => syncedTables.filter(({ entity }) => rows[entity].length > 0)

/** Of each row that mutations behind `after` touched, the first of these; `before` is null where it made the row. */
const firstTouched = ({ tenantId }: Actor, entity: SyncedEntity, after: number): SQL => sql`
  select distinct on (entity_id) entity_id, mutation_id, before
  from touched_rows
  where tenant_id = ${tenantId}::uuid and mutation_id > ${after} and entity = ${entity}
  order by entity_id, mutation_id`

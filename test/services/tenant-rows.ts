/** Rows for any tenant table, made from what the catalog says of it. */
import { randomUUID } from 'node:crypto'
import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Actor } from '../../src/contract/index.ts'
import type { Transaction } from '../../src/core/database/index.ts'

type Row = Readonly<Record<string, unknown>>
const resultSchema = z.object({ rows: z.array(z.record(z.string(), z.unknown())) })

/** The rows of a statement; both drivers give them under that name. */
export async function rowsOf(tx: Transaction, statement: SQL): Promise<readonly Row[]> {
  return resultSchema.parse(await tx.execute(statement)).rows
}

/** The message of the database's own error, below the driver's. */
export async function errorOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    let innermost: unknown = error
    while (innermost instanceof Error && innermost.cause instanceof Error) innermost = innermost.cause
    return innermost instanceof Error ? innermost.message : String(innermost)
  }
  return 'no error'
}

/** Every table with a tenant_id, those that others refer to first. */
export async function tenantTables(tx: Transaction): Promise<readonly string[]> {
  const rows = await rowsOf(
    tx,
    sql`
      with recursive
        tenant_tables as (
          select attrelid as id
          from pg_attribute
          join pg_class on pg_class.oid = attrelid
          where attname = 'tenant_id'
            and relnamespace = 'public'::regnamespace
            and relkind in ('r', 'p')
        ),
        depths as (
          select id, 0 as depth from tenant_tables
          union all
          select conrelid, depth + 1
          from depths
          join pg_constraint on confrelid = id and contype = 'f' and conrelid <> confrelid
        )
      select id::regclass::text as name
      from depths
      group by id
      order by max(depth), name`,
  )
  return rows.map(({ name }) => String(name))
}

/** Adds one row of the actor's tenant; what it must refer to is taken from the tenant's rows in the table referred to. */
export async function fillTable(
  tx: Transaction,
  table: string,
  actor: Pick<Actor, 'tenantId' | 'userId'>,
): Promise<void> {
  const columns = await rowsOf(
    tx,
    sql`
      select
        attname as name,
        format_type(atttypid, atttypmod) as type,
        (
          select confrelid::regclass::text
          from pg_constraint
          where contype = 'f' and conrelid = attrelid and conkey[2] = attnum
        ) as parent,
        (
          select referred.attname
          from pg_constraint
          join pg_attribute referred on referred.attrelid = confrelid and referred.attnum = confkey[2]
          where contype = 'f' and conrelid = pg_attribute.attrelid and conkey[2] = pg_attribute.attnum
        ) as parent_column
      from pg_attribute
      where attrelid = ${table}::regclass
        and attnum > 0
        and not attisdropped
        and attnotnull
        and (not atthasdef or attname = 'tenant_id')`,
  )
  const names = columns.map(({ name }) => sql.identifier(String(name)))
  const values = columns.map(({ name, type, parent, parent_column }) =>
    columnValue(String(name), String(type), parent, parent_column),
  )
  await tx.execute(
    sql`insert into ${sql.identifier(table)} (${sql.join(names, sql`, `)}) values (${sql.join(values, sql`, `)})`,
  )

  function columnValue(name: string, type: string, parent: unknown, parentColumn: unknown): SQL {
    if (name === 'tenant_id') return sql`${actor.tenantId}::uuid`
    if (name === 'user_id') return sql`${actor.userId}::uuid`
    if (typeof parent === 'string') {
      return sql`(select ${sql.identifier(String(parentColumn))} from ${sql.identifier(parent)} where tenant_id = ${actor.tenantId} limit 1)`
    }
    return sql`${exampleOf(name, type)}::text::${sql.raw(type)}`
  }

  function exampleOf(name: string, type: string): string {
    if (type === 'uuid') return randomUUID()
    if (type === 'jsonb') return '{}'
    if (type === 'vector') return '[1,2,3]'
    if (type === 'bytea') return '\\x00'
    if (type === 'text[]') return '{}'
    if (type === 'timestamp with time zone') return '2026-01-01T00:00:00Z'
    return type === 'text' ? `${name} ${randomUUID()}` : '1'
  }
}

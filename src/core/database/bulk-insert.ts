/** Inserts many rows in one statement. */
import { getTableColumns, type InferInsertModel, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Transaction } from './database.ts'

/** Keeps one statement's parameter at a few megabytes, so that memory stays flat however many rows there are. */
const ROWS_PER_STATEMENT = 2_000

/**
 * Inserts `rows` within `tx`, under its row-level security (which is why it is not `copy`: Postgres refuses that there). The rows
 * travel as one JSON parameter: a list of values would need a parameter a cell, of which there can be 65,535.
 */
export async function bulkInsert<T extends PgTable>(
  tx: Transaction,
  table: T,
  rows: readonly InferInsertModel<T>[],
): Promise<void> {
  const columns = Object.entries(getTableColumns(table)).filter(([key]) => rows.some((row) => key in row))
  const names = sql.join(
    columns.map(([, column]) => sql.identifier(column.name)),
    sql`, `,
  )
  const types = sql.join(
    columns.map(([, column]) => sql`${sql.identifier(column.name)} ${sql.raw(column.getSQLType())}`),
    sql`, `,
  )
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    const records = rows.slice(start, start + ROWS_PER_STATEMENT).map((row) => {
      const values: Readonly<Record<string, unknown>> = row
      return Object.fromEntries(columns.map(([key, column]) => [column.name, jsonValue(values[key])]))
    })
    await tx.execute(sql`
      insert into ${table} (${names})
      select ${names}
      from json_to_recordset(${storable(JSON.stringify(records))}::json) as record (${types})`)
  }
}

/**
 * JSON text without what Postgres cannot store: NUL characters go, half a surrogate pair becomes U+FFFD. Broken PDFs have both, and
 * one would refuse the whole batch. `JSON.stringify` writes each as an escape; an even number of backslashes before it is text.
 */
function storable(json: string): string {
  return json.replace(/(?<=(?<!\\)(?:\\\\)*)\\u(0000|d[89a-f][0-9a-f]{2})/g, (_, code: string) =>
    code === '0000' ? '' : '\ufffd',
  )
}

/** Bytes as Postgres writes them in text; everything else is JSON already. */
function jsonValue(value: unknown): unknown {
  if (!(value instanceof Uint8Array)) return value
  return `\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`
}

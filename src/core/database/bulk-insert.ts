/** Inserts many rows in one statement. */
import { getTableColumns, type InferInsertModel, type SQL, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Transaction } from './database.ts'
import { directionText } from './vector-text.ts'

/** Keeps one statement's parameter at a few megabytes, so that memory stays flat however many rows there are. */
const ROWS_PER_STATEMENT = 2_000

/**
 * Inserts `rows` within `tx`, under its row-level security (which is why it is not `copy`: Postgres refuses that there). The rows
 * travel as one JSON parameter: a list of values would need a parameter a cell, of which there can be 65,535. An id that all rows have in
 * common travels once. Vectors are stored at unit length.
 */
export async function bulkInsert<T extends PgTable>(
  tx: Transaction,
  table: T,
  rows: readonly InferInsertModel<T>[],
): Promise<void> {
  const cells: readonly Readonly<Record<string, unknown>>[] = rows
  const columns = Object.entries(getTableColumns(table))
    .filter(([key]) => cells.some((row) => key in row))
    .map(([key, column], index, { length }) => ({
      ...{ key, name: column.name, type: column.getSQLType() },
      // A record has at least one column.
      common: index < length - 1 && column.getSQLType() === 'uuid' ? commonId(cells, key) : undefined,
    }))
  const listed = columns.filter(({ common }) => common === undefined)
  const names = sql.join(
    columns.map(({ name }) => sql.identifier(name)),
    sql`, `,
  )
  const values = sql.join(columns.map(selected), sql`, `)
  const types = sql.join(
    listed.map(
      ({ name, type }) => sql`${sql.identifier(name)} ${sql.raw(type === VECTOR ? 'int4[]' : type)}`,
    ),
    sql`, `,
  )
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    const records = cells
      .slice(start, start + ROWS_PER_STATEMENT)
      .map((row) => Object.fromEntries(listed.map(({ key, name }) => [name, jsonValue(row[key])])))
    await tx.execute(sql`
      insert into ${table} (${names})
      select ${values}
      from json_to_recordset(${storable(JSON.stringify(records))}::json) as record (${types})`)
  }
}

interface InsertedColumn {
  readonly name: string
  readonly type: string
  readonly common: string | undefined
}

const VECTOR = 'vector'

function selected({ name, type, common }: InsertedColumn): SQL {
  if (common !== undefined) return sql`${common}::${sql.raw(type)}`
  return type === VECTOR ? sql`l2_normalize(${sql.identifier(name)}::vector)` : sql`${sql.identifier(name)}`
}

/** The id that all rows have in the column `key`; undefined where they differ. */
function commonId(rows: readonly Readonly<Record<string, unknown>>[], key: string): string | undefined {
  const [first] = rows
  const id = first?.[key]
  return typeof id === 'string' && rows.every((row) => row[key] === id) ? id : undefined
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

/** Vectors and bytes as Postgres writes them in text; everything else is JSON already. */
function jsonValue(value: unknown): unknown {
  if (value instanceof Float32Array) return directionText(value)
  if (!(value instanceof Uint8Array)) return value
  return `\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`
}

/** Transactions on PGlite that write many rows by `copy`. */
import type { PGlite, Transaction as PGliteTransaction } from '@electric-sql/pglite'
import { getTableName } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/pglite'
import { binaryRows } from './binary-rows.ts'
import type { CopyRows, Database, Transaction } from './database.ts'
import * as schema from './schema.ts'
import { withoutParameters } from './transactions.ts'

/**
 * Of the owner of the tables, since Postgres refuses `copy` under row-level security. Drizzle has no way to hand over the bytes, so it is
 * given PGlite's own transaction; it cannot begin one within that.
 */
export function copyingOn(pglite: PGlite): NonNullable<Database['copying']> {
  return (work) =>
    withoutParameters(() =>
      pglite.transaction((own) => {
        const orm = drizzle(own as unknown as PGlite, { schema })
        return work(orm as unknown as Transaction, copyingIn(own))
      }),
    )
}

const copyingIn =
  (own: PGliteTransaction): CopyRows =>
  async (table, common, rows) => {
    if (rows.length === 0) return
    const { bytes, columns } = binaryRows(table, common, rows)
    const names = columns.map((column) => `"${column}"`).join(', ')
    const statement = `copy "${getTableName(table)}" (${names}) from '/dev/blob' with (format binary)`
    await own.query(statement, [], { blob: new Blob([bytes]) })
  }

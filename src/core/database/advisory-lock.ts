/** Locks on what is no row, as every process on the database sees them. */
import { sql } from 'drizzle-orm'
import type { Transaction } from './database.ts'

/** Waits until no other transaction holds `name`, and holds it until this one ends. */
export async function lockUntilCommit(tx: Transaction, name: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`)
}

/** Opens a Postgres 16 or newer with pgvector, for the hosted server and the tests. */
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import { Pool } from 'pg'
import { AppError } from '../../contract/index.ts'
import type { Database, Transaction } from './database.ts'
import { migrationsFolder } from './migrations.ts'
import * as schema from './schema.ts'
import { transactionsOn } from './transactions.ts'

/** Any number will do, as long as every process takes the same: the lock under which one of them migrates. */
const MIGRATION_LOCK = 7_201_964

/**
 * Connects to `url` and applies the migrations that are missing, one process at a time. The login role must own the database and be
 * able to act as docuchat_app. Throws `database_unreachable`.
 */
export async function openPostgres({ url }: { readonly url: string }): Promise<Database> {
  const pool = new Pool({ connectionString: url })
  // An idle connection that the server drops is replaced at its next use; without a listener the process would end.
  pool.on('error', () => {})
  try {
    await migrateAlone(pool)
  } catch (error) {
    await pool.end()
    throw new AppError('database_unreachable', { reason: reasonOf(error) }, { cause: error })
  }
  const orm = drizzle(pool, { schema })
  return {
    kind: 'postgres',
    queue: { executeSql: (text, values) => pool.query(text, values) },
    ...transactionsOn(orm as unknown as Transaction),
    close: () => pool.end(),
  }
}

async function migrateAlone(pool: Pool): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    await migrate(drizzle(client, { schema }), { migrationsFolder })
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK])
  } finally {
    client.release()
  }
}

/** What the network or the server said, below what the layers above made of it. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof AggregateError) return reasonOf(error.errors[0])
  return error.cause instanceof Error ? reasonOf(error.cause) : error.message
}

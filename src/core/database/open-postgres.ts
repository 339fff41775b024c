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

/** How long a migration waits for a table, since all others wait behind it; then it fails, whole, and can be tried again. */
const TABLE_LOCK_TIMEOUT_MS = 3_000

export interface PostgresOptions {
  readonly url: string
  readonly connections?: number
}

/**
 * Connects to `url` and applies the migrations that are missing, one process at a time. The login role must own the database and be
 * able to act as docuchat_app. `connections` are opened at most, as they are needed. Throws `database_unreachable`.
 */
export async function openPostgres({ url, connections = 10 }: PostgresOptions): Promise<Database> {
  const pool = new Pool({ connectionString: url, max: connections })
  // A connection that the server drops is replaced at its next use, and a query on it says so itself; without listeners, one for those
  // that wait and one for those in use, the process would end.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
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
    await client.query(`set lock_timeout = ${TABLE_LOCK_TIMEOUT_MS}`)
    await migrate(drizzle(client, { schema }), { migrationsFolder })
    await client.query('reset lock_timeout')
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

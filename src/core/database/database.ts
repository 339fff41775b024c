/** What the rest of the core knows of the database: transactions for a tenant, and for the system itself. */
import type { PgDatabase, PgQueryResultHKT, PgTable } from 'drizzle-orm/pg-core'
import type { Db as QueueDatabase } from 'pg-boss'
import type { Actor } from '../../contract/index.ts'
import type { Row } from './binary-rows.ts'
import type * as schema from './schema.ts'

/** A Drizzle handle inside a transaction, the same type on PGlite and on Postgres. */
export type Transaction = PgDatabase<PgQueryResultHKT, typeof schema>

/** Writes `rows`, all with the cells of `common` besides their own, many times as fast as inserting them. */
export type CopyRows = (table: PgTable, common: Row, rows: readonly Row[]) => Promise<void>

export interface Database {
  readonly kind: 'pglite' | 'postgres'
  /** Runs `work` in one transaction that sees and writes only the actor's tenant (row-level security). */
  asTenant<T>(actor: Pick<Actor, 'tenantId' | 'userId'>, work: (tx: Transaction) => Promise<T>): Promise<T>
  /** Runs `work` in one transaction as the owner of the tables: for tenants, sign-in and maintenance only. */
  asOwner<T>(work: (tx: Transaction) => Promise<T>): Promise<T>
  /** As {@link Database.asOwner}, with a way to write many rows; of a workspace's own database only. */
  copying?<T>(work: (tx: Transaction, copy: CopyRows) => Promise<T>): Promise<T>
  /** The same database as pg-boss wants it: statements of the owner, each on its own. */
  readonly queue: QueueDatabase
  /** Makes the rolling backup of today, of a workspace's own database only. */
  backUp?(): Promise<void>
  close(): Promise<void>
}

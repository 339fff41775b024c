/** Starts PGlite on a data directory, with what DocuChat needs of it. */
import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { drizzle } from 'drizzle-orm/pglite'
import { migrate } from 'drizzle-orm/pglite/migrator'
import { fromPglite, PgBoss } from 'pg-boss'
import { SCHEMA_VERSION, withMigrationsUpTo } from './migrations.ts'

/** The Postgres inside the PGlite that is installed; a data directory of another one cannot be opened. */
export const POSTGRES_MAJOR = 18

/** Postgres's own default of 128 MB makes the process 200 MB larger as soon as it is open. */
const SHARED_BUFFERS = '16MB'

export function startPglite(dataDirectory: string): Promise<PGlite> {
  return PGlite.create(dataDirectory, {
    extensions: { vector },
    startParams: [...PGlite.defaultStartParams, '-c', `shared_buffers=${SHARED_BUFFERS}`],
  })
}

/** Brings the schema up to date, the job queue's included; or up to the migration `schemaVersion`, without the queue. */
export async function migratePglite(pglite: PGlite, schemaVersion = SCHEMA_VERSION): Promise<void> {
  await withMigrationsUpTo(schemaVersion, (migrationsFolder) =>
    migrate(drizzle(pglite), { migrationsFolder }),
  )
  if (schemaVersion !== SCHEMA_VERSION) return
  const boss = new PgBoss({ db: fromPglite(pglite), backend: 'pglite', supervise: false, schedule: false })
  await boss.start()
  await boss.stop({ graceful: false })
}

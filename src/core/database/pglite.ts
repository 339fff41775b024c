/** Starts PGlite on a data directory, with what DocuChat needs of it. */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { drizzle } from 'drizzle-orm/pglite'
import { migrate } from 'drizzle-orm/pglite/migrator'
import { fromPglite, PgBoss } from 'pg-boss'
import { SCHEMA_VERSION, withMigrationsUpTo } from './migrations.ts'

/** The Postgres inside the PGlite that is installed; a data directory of another one cannot be opened. */
export const POSTGRES_MAJOR = 18

/**
 * What Postgres keeps of its files in memory: a quarter of them. With Postgres's own default of 128 MB a small workspace's process is 200 MB
 * larger as soon as it is open; with 16 MB a search among 100,000 chunks, which touches 3,000 pages, takes twice as long.
 */
const BUFFERS_SHARE = 1 / 2
const LEAST_BUFFERS_MB = 16
const MOST_BUFFERS_MB = 384

export async function startPglite(dataDirectory: string): Promise<PGlite> {
  const megabytes = Math.round(((await bytesIn(dataDirectory)) * BUFFERS_SHARE) / 1024 ** 2)
  const buffers = Math.min(MOST_BUFFERS_MB, Math.max(LEAST_BUFFERS_MB, megabytes))
  return PGlite.create(dataDirectory, {
    extensions: { vector },
    startParams: [...PGlite.defaultStartParams, '-c', `shared_buffers=${buffers}MB`],
  })
}

async function bytesIn(dataDirectory: string): Promise<number> {
  const entries = await readdir(join(dataDirectory, 'base'), { recursive: true }).catch(() => [])
  const sizes = entries.map((name) => stat(join(dataDirectory, 'base', name)).then(({ size }) => size))
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
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

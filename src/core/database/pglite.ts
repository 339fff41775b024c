/** Starts PGlite on a data directory, with what DocuChat needs of it. */
import { setFlagsFromString } from 'node:v8'
import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { drizzle } from 'drizzle-orm/pglite'
import { migrate } from 'drizzle-orm/pglite/migrator'
import { fromPglite, PgBoss } from 'pg-boss'
import { SCHEMA_VERSION, withMigrationsUpTo } from './migrations.ts'

/** The Postgres inside the PGlite that is installed; a data directory of another one cannot be opened. */
export const POSTGRES_MAJOR = 18

/** Postgres's own default of 128 MB takes 200 MB more memory here and made nothing faster in `npm run bench`. */
const SHARED_BUFFERS = '16MB'

/**
 * Postgres runs as V8's baseline compiler makes it. The optimizing one takes 600 MB and 0.6 s for a single function of the executor,
 * soon after every start: without it a short command takes two thirds of the time and a third of the memory, and adding twenty filings
 * a tenth less time. Only long scans are slower, by up to two times. Each flag alone changes nothing.
 */
function avoidOptimizingCompiler(): void {
  setFlagsFromString('--no-wasm-tier-up')
  setFlagsFromString('--no-wasm-dynamic-tiering')
}

export function startPglite(dataDirectory: string): Promise<PGlite> {
  avoidOptimizingCompiler()
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

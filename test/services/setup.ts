/** Finds or starts the Postgres that *.pg.test.ts files run on; without one they are skipped, and that is said aloud. */
import type { TestProject } from 'vitest/node'
import { installPostgres } from './install-postgres.ts'
import { type PostgresServer, startPostgres } from './start-postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Of a login that may create databases; null when there is no Postgres here. */
    postgresUrl: string | null
  }
}

/** `DATABASE_URL` names a server whose login may create databases that hold pgvector. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.DATABASE_URL
  if (given) {
    project.provide('postgresUrl', given)
    return async () => {}
  }
  const server = await startOwn().catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error)
    process.stderr.write(
      `\n*** NOT RUN on a real Postgres: ${reason}\n*** Set DATABASE_URL to run the *.pg.test.ts files on one.\n\n`,
    )
    return undefined
  })
  project.provide('postgresUrl', server?.url ?? null)
  return async () => server?.stop()
}

async function startOwn(): Promise<PostgresServer> {
  return startPostgres(await installPostgres())
}

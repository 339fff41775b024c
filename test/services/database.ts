/** Empty databases for tests: PGlite for every test, and a real Postgres where there is one. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, inject } from 'vitest'
import { type Database, openPglite, openPostgres } from '../../src/core/database/index.ts'
import { createEmptyPostgres } from './empty-postgres.ts'

/** A fresh PGlite database in a temporary folder, which closing removes. */
export async function openTestDatabase(): Promise<Database> {
  const directory = await mkdtemp(join(tmpdir(), 'docuchat-test-'))
  const database = await openPglite({ directory, command: 'a test' })
  return {
    ...database,
    async close() {
      await database.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/**
 * Runs the suite on PGlite and on a real Postgres; `open` gives an empty database each time. For *.pg.test.ts files alone: only they
 * have a Postgres started for them. Where there is none, its half is marked as skipped.
 */
export function describeOnEachDatabase(name: string, suite: (open: () => Promise<Database>) => void): void {
  const url = inject('postgresUrl')
  describe(`${name} on PGlite`, () => suite(openTestDatabase))
  describe.skipIf(url === null)(`${name} on Postgres`, () => suite(() => openTestPostgres(url ?? '')))
}

/** A fresh database on the server of `url`, with DocuChat's tables, which closing drops. */
async function openTestPostgres(url: string): Promise<Database> {
  const empty = await createEmptyPostgres(url)
  const database = await openPostgres(empty)
  return {
    ...database,
    async close() {
      await database.close()
      await empty.drop()
    },
  }
}

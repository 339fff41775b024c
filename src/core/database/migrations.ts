/** The migrations this version knows, in order, and where their SQL is. */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import journal from './migrations/meta/_journal.json' with { type: 'json' }

export const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url))

export const migrationTags: readonly string[] = journal.entries.map((entry) => entry.tag)

/** The tag of the newest migration: the version of the schema. */
export const SCHEMA_VERSION = migrationTags.at(-1) ?? ''

/** Runs `work` with a folder of the migrations up to and with `tag`: drizzle applies all that the journal names. */
export async function withMigrationsUpTo<T>(tag: string, work: (folder: string) => Promise<T>): Promise<T> {
  if (tag === SCHEMA_VERSION) return work(migrationsFolder)
  const folder = await mkdtemp(join(tmpdir(), 'docuchat-migrations-'))
  try {
    await cp(migrationsFolder, folder, { recursive: true })
    const entries = journal.entries.slice(0, migrationTags.indexOf(tag) + 1)
    await writeFile(join(folder, 'meta', '_journal.json'), JSON.stringify({ ...journal, entries }))
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

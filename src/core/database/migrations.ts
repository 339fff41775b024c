/** The migrations this version knows, in order, and where their SQL is. */
import { fileURLToPath } from 'node:url'
import journal from './migrations/meta/_journal.json' with { type: 'json' }

export const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url))

export const migrationTags: readonly string[] = journal.entries.map((entry) => entry.tag)

/** The tag of the newest migration: the version of the schema. */
export const SCHEMA_VERSION = migrationTags.at(-1) ?? ''

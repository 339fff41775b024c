/**
 * Rolling backups of what cannot be made again: documents' records, chats, usage and the rest. What ingestion computes is left out,
 * because a restored document is simply ingested again from its PDF; so a backup takes milliseconds and stays small.
 */
import type { PGlite, Transaction } from '@electric-sql/pglite'
import { z } from 'zod'
import { type BackupContents, lastBackupTime, writeBackup } from './backup-file.ts'
import { SCHEMA_VERSION } from './migrations.ts'
import { POSTGRES_MAJOR } from './pglite.ts'

const DERIVED_TABLES = ['pages', 'chunks', 'postings', 'document_indexes', 'embeddings']
const DAY_MS = 24 * 3_600_000

/** Backs the database up; `schemaVersion` says which tables it has when they are not this version's. */
export async function backUp(
  directory: string,
  pglite: PGlite,
  schemaVersion = SCHEMA_VERSION,
): Promise<void> {
  const tables = await pglite.transaction(async (tx) => {
    // All tables as of one moment, so that every row refers to rows that are there.
    await tx.exec('set transaction isolation level repeatable read, read only')
    const dumped: BackupContents['tables'] = []
    for (const table of await tablesToKeep(tx)) dumped.push({ ...table, rows: await dump(tx, table) })
    return dumped
  })
  const createdAt = new Date().toISOString()
  await writeBackup(directory, { format: 1, createdAt, postgresMajor: POSTGRES_MAJOR, schemaVersion, tables })
}

/** Whether a day has passed since the last backup, so that one is due however seldom the workspace is closed in good order. */
export async function isBackupDue(directory: string): Promise<boolean> {
  const last = await lastBackupTime(directory)
  return last === undefined || Date.now() - last > DAY_MS
}

/** Whether the last backup was made after the database was opened at `openedAt` (ISO 8601), and so has what was written since. */
export async function isBackedUpSince(directory: string, openedAt: string): Promise<boolean> {
  const last = await lastBackupTime(directory)
  return last !== undefined && last >= Date.parse(openedAt)
}

interface Table {
  readonly name: string
  readonly columns: string[]
}

const tableSchema = z.object({ name: z.string(), columns: z.array(z.string()) })

async function tablesToKeep(tx: Transaction): Promise<readonly Table[]> {
  const { rows } = await tx.query(
    `select relname as name, array_agg(attname::text order by attnum) as columns
    from pg_class
    join pg_attribute on attrelid = pg_class.oid
    where relnamespace = 'public'::regnamespace
      and relkind = 'r'
      and attnum > 0
      and not attisdropped
      and attgenerated = ''
      and relname <> all ($1)
    group by relname
    order by relname`,
    [DERIVED_TABLES],
  )
  return z.array(tableSchema).parse(rows)
}

async function dump(tx: Transaction, { name, columns }: Table): Promise<string> {
  const { blob } = await tx.query(`copy ${quoted(name)} (${columns.map(quoted).join(', ')}) to '/dev/blob'`)
  return (await blob?.text()) ?? ''
}

/** A name as SQL takes it, whatever is in it. */
export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

/** Brings a workspace back from a backup; the database that was there is set aside, never deleted. */
import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import { AppError } from '../../contract/index.ts'
import { quoted } from './backup.ts'
import { type BackupContents, listBackups, readBackup } from './backup-file.ts'
import { acquireLock } from './lock.ts'
import { migrationTags, SCHEMA_VERSION } from './migrations.ts'
import { migratePglite, startPglite } from './pglite.ts'
import { makeEmptyDatabase } from './template.ts'
import { currentMarker, writeMarker } from './workspace-marker.ts'

/**
 * Puts the workspace back to the backup `name`, or its newest one, and returns that name. Its documents are ingested again from their
 * PDFs at the next opening, or their texts fetched again. Throws `workspace_busy`, `not_found`, `workspace_newer` or `workspace_damaged`.
 */
export async function restoreBackup({
  directory,
  command,
  name,
}: {
  readonly directory: string
  readonly command: string
  readonly name?: string
}): Promise<string> {
  const lock = await acquireLock(join(directory, 'lock'), command)
  try {
    const chosen = name ?? (await listBackups(directory))[0]
    if (chosen === undefined) throw new AppError('not_found', { kind: 'backup', id: directory })
    await restore(directory, await readBackup(directory, chosen))
    return chosen
  } finally {
    lock.release()
  }
}

/** Makes the database of a new workspace, whose folder exists already, from a backup of another. */
export async function restoreInto(
  directory: string,
  command: string,
  contents: BackupContents,
): Promise<void> {
  const lock = await acquireLock(join(directory, 'lock'), command)
  try {
    await restore(directory, contents)
  } finally {
    lock.release()
  }
}

/** The caller holds the lock. A kill at any point leaves the old database in place, or the restored one ready to be put there. */
export async function restore(directory: string, contents: BackupContents): Promise<void> {
  if (!migrationTags.includes(contents.schemaVersion)) {
    throw new AppError('workspace_newer', {
      found: `schema ${contents.schemaVersion}`,
      known: `schema ${currentMarker.schemaVersion}`,
    })
  }
  // What an earlier restoring left when it was killed: without a database it is the one to set aside, beside one it is of no use.
  await adoptRestored(directory)
  await rm(restoredPath(directory), { recursive: true, force: true })
  const unfinished = join(directory, 'pgdata.new')
  const isOlder = contents.schemaVersion !== SCHEMA_VERSION
  if (isOlder) await rm(unfinished, { recursive: true, force: true })
  else await makeEmptyDatabase(unfinished)
  const pglite = await startPglite(unfinished)
  try {
    // Into the tables that the rows were taken from; the migrations since then bring both up to date.
    if (isOlder) await migratePglite(pglite, contents.schemaVersion)
    await load(pglite, contents)
    if (isOlder) await migratePglite(pglite)
    await readAnew(pglite)
  } finally {
    await pglite.close()
  }
  await rename(unfinished, restoredPath(directory))
  const data = join(directory, 'pgdata')
  if (existsSync(data)) await rename(data, `${data}.${new Date().toISOString().replaceAll(':', '')}`)
  await adoptRestored(directory)
}

/** Puts a restored database in its place, after a kill just before that too. */
export async function adoptRestored(directory: string): Promise<void> {
  const data = join(directory, 'pgdata')
  if (existsSync(data) || !existsSync(restoredPath(directory))) return
  await writeMarker(directory, currentMarker)
  await rename(restoredPath(directory), data)
}

const restoredPath = (directory: string) => join(directory, 'pgdata.restored')

async function load(pglite: PGlite, contents: BackupContents): Promise<void> {
  await pglite.transaction(async (tx) => {
    // The backup is of one moment, so its rows fit each other; in which order they come does not matter then.
    await tx.exec('set local session_replication_role = replica')
    for (const { name, columns, rows } of contents.tables) {
      await tx.query(`copy public.${quoted(name)} (${columns.map(quoted).join(', ')}) from '/dev/blob'`, [], {
        blob: new Blob([rows]),
      })
    }
  })
}

/** The text of documents is not in a backup. A copy of an organisation's workspace takes it from there, but for what was not sent yet. */
async function readAnew(pglite: PGlite): Promise<void> {
  await pglite.exec(`
    update documents
    set
      status = case
        when status in ('failed', 'cancelled') then status
        when exists (select from sync_states where sync_states.tenant_id = documents.tenant_id)
          and not exists (
            select from outbox
            where outbox.tenant_id = documents.tenant_id
              and outbox.name = 'document.add'
              and outbox.args ->> 'id' = documents.id::text)
          then 'waiting'
        else 'queued'
      end,
      resume_status = case when resume_status is null then null else 'queued' end,
      pages_done = 0`)
}

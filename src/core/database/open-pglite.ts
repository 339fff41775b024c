/** Opens a workspace's own database: PGlite on its folder, locked against other processes and brought up to date. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import { drizzle } from 'drizzle-orm/pglite'
import { fromPglite } from 'pg-boss'
import { AppError } from '../../contract/index.ts'
import { backUp, isBackedUpSince, isBackupDue } from './backup.ts'
import { copyingOn } from './copying.ts'
import type { Database, Transaction } from './database.ts'
import { acquireLock } from './lock.ts'
import { migratePglite, startPglite } from './pglite.ts'
import { prepareDirectory } from './prepare-directory.ts'
import * as schema from './schema.ts'
import { transactionsOn } from './transactions.ts'
import { currentMarker, type WorkspaceMarker, writeMarker } from './workspace-marker.ts'

const HOUR_MS = 3_600_000

/**
 * Opens the workspace in `directory`, making it when missing; `command` is what other processes are told that holds it. Throws
 * `workspace_busy` while another process has it open, `workspace_newer` when a later DocuChat wrote it, and `workspace_damaged`.
 * Closing backs it up unless the last backup has everything; `onError` is told when that fails.
 */
export async function openPglite({
  directory,
  command,
  onError = () => {},
}: {
  readonly directory: string
  readonly command: string
  readonly onError?: (error: unknown) => void
}): Promise<Database> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const lock = await acquireLock(join(directory, 'lock'), command)
  try {
    const marker = await prepareDirectory(directory)
    const pglite = await start(directory)
    try {
      if (!isCurrent(marker)) {
        await backUp(directory, pglite, marker.schemaVersion)
        await migratePglite(pglite)
      }
      await writeMarker(directory, { ...currentMarker, openedAt: new Date().toISOString() })
      if (marker.openedAt !== undefined && (await isBackupDue(directory))) await backUp(directory, pglite)
    } catch (error) {
      await pglite.close()
      throw error
    }
    const position = await writePosition(pglite)
    const orm = drizzle(pglite, { schema })
    const hourly = setInterval(() => {
      leaveDailyBackup(directory, pglite).catch(onError)
    }, HOUR_MS)
    hourly.unref()
    return {
      kind: 'pglite',
      queue: fromPglite(pglite),
      ...transactionsOn(orm as unknown as Transaction),
      copying: copyingOn(pglite),
      backUp: () => backUp(directory, pglite),
      async close() {
        clearInterval(hourly)
        try {
          const written = (await writePosition(pglite)) !== position
          await leaveBackedUp(directory, pglite, written ? undefined : marker.openedAt).catch(onError)
        } finally {
          await pglite.close()
          lock.release()
        }
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

function start(directory: string): Promise<PGlite> {
  return startPglite(join(directory, 'pgdata')).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new AppError('workspace_damaged', { path: directory, reason }, { cause })
  })
}

/** A window may stay open for weeks. */
async function leaveDailyBackup(directory: string, pglite: PGlite): Promise<void> {
  if (await isBackupDue(directory)) await backUp(directory, pglite)
}

/** `openedAt` is when the database was opened before, and undefined when that does not matter because it was written to since. */
async function leaveBackedUp(directory: string, pglite: PGlite, openedAt: string | undefined): Promise<void> {
  if (openedAt === undefined || !(await isBackedUpSince(directory, openedAt)))
    return backUp(directory, pglite)
  // This opening changed nothing, so it does not make the last backup old.
  await writeMarker(directory, { ...currentMarker, openedAt })
}

/** Where the write-ahead log stands: it moves with every change. */
async function writePosition(pglite: PGlite): Promise<string> {
  const { rows } = await pglite.query<{ position: string }>(
    'select pg_current_wal_insert_lsn()::text as position',
  )
  return rows[0]?.position ?? ''
}

const isCurrent = (marker: WorkspaceMarker) =>
  marker.schemaVersion === currentMarker.schemaVersion && marker.format === currentMarker.format

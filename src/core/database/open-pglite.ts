/** Opens a workspace's own database: PGlite on its folder, locked against other processes and brought up to date. */
import { existsSync } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { drizzle } from 'drizzle-orm/pglite'
import { fromPglite } from 'pg-boss'
import { AppError } from '../../contract/index.ts'
import type { Database, Transaction } from './database.ts'
import { acquireLock } from './lock.ts'
import { migratePglite, startPglite } from './pglite.ts'
import * as schema from './schema.ts'
import { makeDataDirectory } from './template.ts'
import { transactionsOn } from './transactions.ts'
import {
  currentMarker,
  readMarker,
  refuseNewer,
  type WorkspaceMarker,
  writeMarker,
} from './workspace-marker.ts'

/**
 * Opens the workspace in `directory`, making it when missing; `command` is what other processes are told that holds it. Throws
 * `workspace_busy` while another process has it open, `workspace_newer` when a later DocuChat wrote it, and `workspace_damaged`.
 */
export async function openPglite({
  directory,
  command,
}: {
  readonly directory: string
  readonly command: string
}): Promise<Database> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const lock = await acquireLock(join(directory, 'lock'), command)
  try {
    const pglite = await openUpToDate(directory)
    const orm = drizzle(pglite, { schema })
    return {
      kind: 'pglite',
      queue: fromPglite(pglite),
      ...transactionsOn(orm as unknown as Transaction),
      async close() {
        await pglite.close()
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

async function openUpToDate(directory: string) {
  const dataDirectory = join(directory, 'pgdata')
  let marker = await readMarker(directory)
  if (!existsSync(dataDirectory)) {
    await makeDataDirectory(directory)
    await writeMarker(directory, currentMarker)
    marker = currentMarker
  }
  // A kill between the rename and the marker leaves a fresh directory of our own version.
  marker ??= { ...currentMarker, postgresMajor: await postgresMajorOf(dataDirectory) }
  refuseNewer(marker)
  const pglite = await startPglite(dataDirectory).catch((cause) => {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new AppError('workspace_damaged', { path: directory, reason }, { cause })
  })
  if (!isCurrent(marker)) {
    await migratePglite(pglite)
    await writeMarker(directory, currentMarker)
  }
  return pglite
}

const isCurrent = (marker: WorkspaceMarker) =>
  marker.schemaVersion === currentMarker.schemaVersion && marker.format === currentMarker.format

/** Postgres writes its major version into every data directory. */
async function postgresMajorOf(dataDirectory: string): Promise<number> {
  return Number.parseInt(await readFile(join(dataDirectory, 'PG_VERSION'), 'utf8'), 10)
}

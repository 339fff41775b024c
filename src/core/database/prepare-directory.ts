/** Sees to it that a workspace's folder holds a data directory that this version can open, or refuses without touching it. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../contract/index.ts'
import { listBackups, readBackup } from './backup-file.ts'
import { migrationTags } from './migrations.ts'
import { POSTGRES_MAJOR } from './pglite.ts'
import { adoptRestored, restore } from './restore.ts'
import { makeDataDirectory } from './template.ts'
import {
  currentMarker,
  readMarker,
  refuseNewer,
  type WorkspaceMarker,
  writeMarker,
} from './workspace-marker.ts'

/** Returns what wrote the data directory. Throws `workspace_newer` or `workspace_damaged`. The caller holds the lock. */
export async function prepareDirectory(directory: string): Promise<WorkspaceMarker> {
  const noted = await readMarker(directory)
  if (noted) refuseNewer(noted)
  await adoptRestored(directory)
  if (!existsSync(join(directory, 'pgdata'))) {
    if (noted) throw damaged(directory, 'its folder “pgdata” is missing')
    await makeDataDirectory(directory)
    await writeMarker(directory, currentMarker)
    return currentMarker
  }
  const marker = {
    // A kill before the first note was written leaves none; migrating again from the first is harmless.
    ...(noted ?? { ...currentMarker, schemaVersion: migrationTags[0] ?? '' }),
    postgresMajor: await postgresMajorOf(directory),
  }
  refuseNewer(marker)
  if (marker.postgresMajor === POSTGRES_MAJOR) return marker
  await upgradePostgres(directory, marker)
  return currentMarker
}

/**
 * Only the Postgres that wrote a data directory can read it, and that one is not here. Its last backup can be read, and closing in
 * good order has made it complete.
 */
async function upgradePostgres(
  directory: string,
  { openedAt, postgresMajor }: WorkspaceMarker,
): Promise<void> {
  const [newest] = await listBackups(directory)
  const contents = newest === undefined ? undefined : await readBackup(directory, newest)
  if (!contents || contents.createdAt < (openedAt ?? contents.createdAt)) {
    throw damaged(
      directory,
      `Postgres ${postgresMajor} wrote it, which only the DocuChat that made it can read; open and close it there once`,
    )
  }
  await restore(directory, contents)
}

/** Postgres writes its major version into every data directory; on one without it PGlite would start anew, over what is there. */
async function postgresMajorOf(directory: string): Promise<number> {
  const text = await readFile(join(directory, 'pgdata', 'PG_VERSION'), 'utf8').catch(() => '')
  if (!/^\d+\s*$/.test(text)) throw damaged(directory, '“pgdata/PG_VERSION” is missing or unreadable')
  return Number.parseInt(text, 10)
}

function damaged(path: string, reason: string): AppError {
  return new AppError('workspace_damaged', { path, reason })
}

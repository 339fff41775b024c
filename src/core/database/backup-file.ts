/** One backup of a workspace as a file: rows as text, so that any Postgres can read them. */
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { z } from 'zod'
import { AppError } from '../../contract/index.ts'

const contentsSchema = z.object({
  /** Of this file. */
  format: z.literal(1),
  createdAt: z.iso.datetime(),
  postgresMajor: z.int(),
  /** The tag of the last migration applied; the rows fit the tables of that version. */
  schemaVersion: z.string(),
  tables: z.array(
    z.object({
      name: z.string(),
      columns: z.array(z.string()),
      /** The rows as `copy … to` writes them in text format. */
      rows: z.string(),
    }),
  ),
})
export type BackupContents = Readonly<z.infer<typeof contentsSchema>>

/** A working week: damage that is noticed on Monday was not there on the Wednesday before. */
export const BACKUPS_KEPT = 5

/** What V8 takes as one string; a bomb is refused before it fills the memory. */
const MAX_JSON_BYTES = 500 * 1024 * 1024

const SUFFIX = '.json.gz'

/** Writes the backup of its day, in place of an earlier one of the same day, and drops all but the newest {@link BACKUPS_KEPT}. */
export async function writeBackup(directory: string, contents: BackupContents): Promise<void> {
  const folder = folderOf(directory)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `${contents.createdAt.slice(0, 10)}${SUFFIX}`)
  const bytes = await promisify(gzip)(JSON.stringify(contents))
  // A backup is for the day the machine lost power, so it must be on the disk before the one it replaces goes.
  await writeFile(`${path}.new`, bytes, { mode: 0o600, flush: true })
  await rename(`${path}.new`, path)
  for (const name of (await listBackups(directory)).slice(BACKUPS_KEPT)) {
    await rm(join(folder, `${name}${SUFFIX}`))
  }
}

/** The names of the workspace's backups, which are their days (ISO 8601), the newest first. */
export async function listBackups(directory: string): Promise<readonly string[]> {
  const files = await readdir(folderOf(directory)).catch(() => [])
  return files
    .filter((file) => file.endsWith(SUFFIX))
    .map((file) => file.slice(0, -SUFFIX.length))
    .sort()
    .reverse()
}

/** When the newest backup was written, in milliseconds since the epoch; from its file, as reading it takes long when it is large. */
export async function lastBackupTime(directory: string): Promise<number | undefined> {
  const [newest] = await listBackups(directory)
  if (newest === undefined) return undefined
  return (await stat(join(folderOf(directory), `${newest}${SUFFIX}`))).mtimeMs
}

/** Throws `not_found`, or `workspace_damaged` when the file is not a sound backup. */
export async function readBackup(directory: string, name: string): Promise<BackupContents> {
  if (!(await listBackups(directory)).includes(name)) {
    throw new AppError('not_found', { kind: 'backup', id: name })
  }
  const path = join(folderOf(directory), `${name}${SUFFIX}`)
  return parseBackup(await readFile(path), path)
}

/** Throws `workspace_damaged` when `bytes`, said to be from `path`, are not a sound backup. */
export async function parseBackup(bytes: Uint8Array, path: string): Promise<BackupContents> {
  try {
    const json = await promisify(gunzip)(bytes, { maxOutputLength: MAX_JSON_BYTES })
    return contentsSchema.parse(JSON.parse(json.toString()))
  } catch (cause) {
    throw new AppError('workspace_damaged', { path, reason: 'it is not a sound backup' }, { cause })
  }
}

const folderOf = (directory: string) => join(directory, 'backups')

/** The note in a workspace's folder that says which Postgres and which schema wrote it. */
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../contract/index.ts'
import { migrationTags, SCHEMA_VERSION } from './migrations.ts'
import { POSTGRES_MAJOR } from './pglite.ts'

const markerSchema = z.object({
  /** Of this file and the folder's layout. */
  format: z.int(),
  postgresMajor: z.int(),
  /** The tag of the last migration applied. */
  schemaVersion: z.string(),
  /** When the database was last opened, but for openings that wrote nothing; only a backup made after that has all of it. */
  openedAt: z.iso.datetime().optional(),
})
export type WorkspaceMarker = Readonly<z.infer<typeof markerSchema>>

export const currentMarker: WorkspaceMarker = {
  format: 1,
  postgresMajor: POSTGRES_MAJOR,
  schemaVersion: SCHEMA_VERSION,
}

/** What the folder says of itself; undefined when it says nothing yet. */
export async function readMarker(directory: string): Promise<WorkspaceMarker | undefined> {
  const text = await readFile(join(directory, FILE), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  try {
    return markerSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new AppError('workspace_damaged', { path: directory, reason: `${FILE} is not readable` }, { cause })
  }
}

export async function writeMarker(directory: string, marker: WorkspaceMarker): Promise<void> {
  const path = join(directory, FILE)
  await writeFile(`${path}.new`, `${JSON.stringify(marker, null, 2)}\n`)
  await rename(`${path}.new`, path)
}

/** Throws `workspace_newer` when a later DocuChat wrote the folder. */
export function refuseNewer(marker: WorkspaceMarker): void {
  const newer =
    marker.format > currentMarker.format ||
    marker.postgresMajor > currentMarker.postgresMajor ||
    !migrationTags.includes(marker.schemaVersion)
  if (newer)
    throw new AppError('workspace_newer', { found: describe(marker), known: describe(currentMarker) })
}

const FILE = 'workspace.json'
const describe = (marker: WorkspaceMarker) =>
  `format ${marker.format}, Postgres ${marker.postgresMajor}, schema ${marker.schemaVersion}`

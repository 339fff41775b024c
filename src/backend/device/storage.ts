/** How much a workspace takes on the disk. */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Storage } from '../../contract/index.ts'
import { listBackups } from '../../core/database/index.ts'
import type { OpenWorkspace } from './workspaces.ts'

export async function measureStorage(
  { core, actor, directory }: OpenWorkspace,
  dataDirectory: string,
): Promise<Storage> {
  const documents = await core.documents.list(actor)
  const sum = (figure: (document: (typeof documents)[number]) => number) =>
    documents.reduce((total, document) => total + figure(document), 0)
  return {
    dataDirectory,
    documents: documents.length,
    pages: sum(({ pageCount }) => pageCount ?? 0),
    fileBytes: await sizeOf(join(directory, 'blobs')),
    databaseBytes: await sizeOf(join(directory, 'pgdata')),
    backups: [...(await listBackups(directory))],
  }
}

/** Of all files in a folder and below it; those that go meanwhile count nothing. */
async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  let bytes = 0
  for (const entry of entries.filter((found) => found.isFile())) {
    const stats = await stat(join(entry.parentPath, entry.name)).catch(() => undefined)
    bytes += stats?.size ?? 0
  }
  return bytes
}

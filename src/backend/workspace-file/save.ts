/** Writes the open workspace as a `.docuchat` file, while it stays in use. */
import { createWriteStream } from 'node:fs'
import { copyFile, link, mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { create } from 'tar'
import { AppError } from '../../contract/index.ts'
import { openBlobFolder } from '../../core/blobs/index.ts'
import { type BackupContents, listBackups, readBackup } from '../../core/database/index.ts'
import type { Backend } from '../backend.ts'
import type { OpenWorkspace } from '../device/workspaces.ts'
import { blobEntry, DATABASE, MANIFEST, type Manifest } from './manifest.ts'

/** Writes it beside its place first, so that a failure leaves no half of a backup, nor harms the one that was there. */
export async function saveWorkspaceFile(backend: Backend, path: string): Promise<void> {
  const unfinished = join(dirname(path), `.${process.pid}.docuchat.new`)
  try {
    await streamWorkspaceFile(backend, (archive) =>
      pipeline(archive, createWriteStream(unfinished, { mode: 0o600, flush: true })),
    )
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}

/** Calls `write` with the file's content and the workspace's name; the workspace stays open until that is done. */
export async function streamWorkspaceFile(
  { version, workspaces }: Backend,
  write: (archive: Readable, name: string) => Promise<void>,
): Promise<void> {
  await workspaces.use(async (open) => {
    const folder = await mkdtemp(join(open.directory, 'saving-'))
    try {
      const entries = await stage(open, version, folder)
      const archive = create({ cwd: folder, gzip: { level: 1 }, portable: true, noDirRecurse: true }, entries)
      await write(archive as unknown as Readable, open.workspace.name)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
}

/** Puts everything that belongs into the file into `folder`, PDFs as second names of the ones there, and lists it in order. */
async function stage(open: OpenWorkspace, version: string, folder: string): Promise<string[]> {
  const { contents, createdAt } = await freshBackup(open)
  await copyFile(join(open.directory, 'backups', `${createdAt}.json.gz`), join(folder, DATABASE))
  await mkdir(join(folder, 'blobs'))
  const store = openBlobFolder(join(open.directory, 'blobs'))
  const blobs: Manifest['blobs'] = []
  for (const sha256 of blobsOf(contents)) {
    // One that its user deleted by hand, or that was too large to be kept, is missing here as there.
    if (!(await store.has(sha256))) continue
    const place = join(folder, blobEntry(sha256))
    await link(store.pathOf(sha256), place).catch(() => copyFile(store.pathOf(sha256), place))
    blobs.push({ sha256, bytes: (await stat(place)).size })
  }
  const manifest: Manifest = {
    format: 1,
    createdAt: contents.createdAt,
    version,
    workspace: { name: open.workspace.name, tenantId: open.actor.tenantId, userId: open.actor.userId },
    settings: open.core.settings.get(),
    blobs,
  }
  await writeFile(join(folder, MANIFEST), JSON.stringify(manifest))
  return [MANIFEST, DATABASE, ...blobs.map(({ sha256 }) => blobEntry(sha256))]
}

async function freshBackup({ core, directory }: OpenWorkspace) {
  await core.backUp()
  const [createdAt] = await listBackups(directory)
  if (createdAt === undefined) throw new AppError('not_found', { kind: 'backup', id: directory })
  return { createdAt, contents: await readBackup(directory, createdAt) }
}

/** The hashes of the documents' rows, which `copy` wrote as text with tabs between columns; a hash needs no escaping. */
function blobsOf(contents: BackupContents): ReadonlySet<string> {
  const documents = contents.tables.find(({ name }) => name === 'documents')
  const column = documents?.columns.indexOf('sha256') ?? -1
  const rows = documents?.rows.split('\n') ?? []
  return new Set(
    rows.flatMap((row) => row.split('\t')[column] ?? []).filter((hash) => /^[0-9a-f]{64}$/.test(hash)),
  )
}

/** Keeps the PDFs themselves: a folder of files named by the SHA-256 of their content. */
import { access, glob, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import { AppError, idSchema } from '../../contract/index.ts'
import type { BlobStore } from './blob-store.ts'
import { spool } from './spool.ts'

export interface BlobFolder extends BlobStore {
  /** The hashes of all that is kept. */
  list(): Promise<string[]>
  /** Where the blob's file is, for readers in this process and its workers. */
  pathOf(sha256: string): string
}

/** A blob store in `directory`, which is made when first needed. */
export function openBlobFolder(directory: string): BlobFolder {
  const incoming = join(directory, 'incoming')
  const pathOf = (sha256: string) => join(directory, sha256.slice(0, 2), `${sha256}.pdf`)
  const has = (sha256: string) =>
    access(pathOf(sha256)).then(
      () => true,
      () => false,
    )
  return {
    pathOf,
    has,
    async list() {
      const names: string[] = []
      for await (const name of glob('[0-9a-f][0-9a-f]/*.pdf', { cwd: directory }))
        names.push(basename(name, '.pdf'))
      return names
    },
    remove: (sha256) => rm(pathOf(sha256), { force: true }),
    async open(sha256, range) {
      const file = await open(pathOf(sha256)).catch(missing(sha256))
      const { size } = await file.stat()
      return { bytes: size, stream: file.createReadStream(range) }
    },
    async localFile(sha256) {
      const path = pathOf(sha256)
      await access(path).catch(missing(sha256))
      return { path, release: async () => {} }
    },
    async put(content, maxBytes) {
      await mkdir(incoming, { recursive: true })
      const temporary = join(incoming, uuidv7())
      const blob = await spool(temporary, content, maxBytes)
      if (!blob.stored || (await has(blob.sha256))) {
        await rm(temporary, { force: true })
        return blob
      }
      const path = pathOf(blob.sha256)
      await mkdir(dirname(path), { recursive: true })
      await rename(temporary, path)
      await syncDirectory(dirname(path))
      return blob
    },
  }
}

/** Blob stores of many tenants, each in its own folder within `directory`. */
export function openTenantFolders(directory: string): (tenantId: string) => BlobFolder {
  return (tenantId) => openBlobFolder(join(directory, idSchema.parse(tenantId)))
}

const missing = (sha256: string) => (cause: unknown) => {
  const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
  throw isMissing ? new AppError('not_found', { kind: 'blob', id: sha256 }) : cause
}

/** Removes what a killed process left half written; call it only while no other process writes here. */
export async function sweepIncoming(directory: string): Promise<void> {
  const incoming = join(directory, 'incoming')
  for (const name of await readdir(incoming).catch(() => [])) await rm(join(incoming, name), { force: true })
}

/** Makes a rename durable; Windows cannot open a directory and does not need it. */
async function syncDirectory(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

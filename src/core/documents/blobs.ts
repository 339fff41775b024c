/** Keeps the PDFs themselves: a folder of files named by the SHA-256 of their content. */
import { createHash } from 'node:crypto'
import { access, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { v7 as uuidv7 } from 'uuid'

export interface BlobStore {
  /**
   * Keeps what `content` yields and returns its hash and size. Nothing is kept when it exceeds `maxBytes`, but the hash is still of
   * the whole. A blob that this returned survives a power cut.
   */
  put(content: AsyncIterable<Uint8Array>, maxBytes: number): Promise<StoredBlob>
  has(sha256: string): Promise<boolean>
  /** Where the blob's file is, for readers in this process and its workers. */
  pathOf(sha256: string): string
  remove(sha256: string): Promise<void>
}

export interface StoredBlob {
  readonly sha256: string
  readonly bytes: number
  readonly stored: boolean
}

/** A blob store in `directory`, which is made when first needed. */
export function openBlobFolder(directory: string): BlobStore {
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
    remove: (sha256) => rm(pathOf(sha256), { force: true }),
    async put(content, maxBytes) {
      await mkdir(incoming, { recursive: true })
      const temporary = join(incoming, uuidv7())
      const blob = await writeHashed(temporary, content, maxBytes)
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

/** Removes what a killed process left half written; call it only while no other process writes here. */
export async function sweepIncoming(directory: string): Promise<void> {
  const incoming = join(directory, 'incoming')
  for (const name of await readdir(incoming).catch(() => [])) await rm(join(incoming, name), { force: true })
}

async function writeHashed(
  path: string,
  content: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<StoredBlob> {
  const hash = createHash('sha256')
  const file = await open(path, 'wx')
  try {
    let bytes = 0
    for await (const part of content) {
      hash.update(part)
      bytes += part.byteLength
      if (bytes <= maxBytes) await file.write(part)
    }
    await file.sync()
    return { sha256: hash.digest('hex'), bytes, stored: bytes <= maxBytes }
  } catch (error) {
    await rm(path, { force: true })
    throw error
  } finally {
    await file.close()
  }
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

/** Writes a stream to a file and tells its hash, which is its name in every store. */
import { createHash } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import type { StoredBlob } from './blob-store.ts'

/** Makes the file `path`, durably; of more than `maxBytes` it holds only some, and `stored` is false. Leaves nothing when it throws. */
export async function spool(
  path: string,
  content: AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<StoredBlob> {
  const hash = createHash('sha256')
  const file = await open(path, 'wx', 0o600)
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

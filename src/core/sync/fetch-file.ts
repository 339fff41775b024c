/** On a client: brings a document's file from the server, and keeps it only if it is the one. */
import { AppError } from '../../contract/index.ts'
import type { BlobStore } from '../blobs/index.ts'

/** The bytes from `start` to `end`, both counted from 0 and included. Throws what the way to the server throws. */
export type Download = (
  range: { readonly start: number; readonly end: number },
  signal: AbortSignal,
) => Promise<Uint8Array>

const PART_BYTES = 1024 * 1024

/** @throws {AppError} file_missing, file_damaged when what came is something else, and what `download` throws */
export async function fetchFile(
  {
    blobs,
    bytes,
    download,
    name,
    sha256,
    throttle,
  }: {
    readonly blobs: Pick<BlobStore, 'put' | 'remove'>
    readonly download: Download
    readonly name: string
    readonly sha256: string
    readonly bytes: number
    readonly throttle: (bytes: number, signal: AbortSignal) => Promise<void>
  },
  signal: AbortSignal,
): Promise<void> {
  async function* parts() {
    for (let start = 0; start < bytes; start += PART_BYTES) {
      const part = await download({ start, end: Math.min(bytes, start + PART_BYTES) - 1 }, signal)
      yield part
      await throttle(part.byteLength, signal)
    }
  }
  const kept = await blobs.put(parts(), bytes)
  if (kept.sha256 === sha256) return
  if (kept.stored) await blobs.remove(kept.sha256)
  throw new AppError('file_damaged', { name })
}

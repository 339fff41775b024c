/** On a client: brings a document's file from the server, goes on where it was cut off, and keeps it only if it is the one. */
import { createReadStream } from 'node:fs'
import { appendFile, mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../../contract/index.ts'
import type { BlobStore } from '../../blobs/index.ts'
import type { Throttle } from './throttle.ts'

/** The bytes from `start` to `end`, both counted from 0 and included. Throws what the way to the server throws. */
export type Download = (
  range: { readonly start: number; readonly end: number },
  signal: AbortSignal,
) => Promise<Uint8Array>

const PART_BYTES = 1024 * 1024

/** Whether an error is of the file alone: others may well be had, and this one not at another time either. */
export const isOfFile = (error: unknown): boolean =>
  error instanceof AppError && ['file_missing', 'file_damaged', 'not_found'].includes(error.code)

/**
 * One call at a time for each file. What has come stays in the folder `partial` until the file is whole.
 * @throws {AppError} file_missing, file_damaged when what came is something else, and what `download` throws
 */
export async function fetchFile(
  {
    blobs,
    bytes,
    download,
    name,
    partial,
    sha256,
    throttle,
  }: {
    readonly blobs: Pick<BlobStore, 'put' | 'remove'>
    readonly download: Download
    readonly partial: string
    readonly name: string
    readonly sha256: string
    readonly bytes: number
    readonly throttle: Throttle
  },
  signal: AbortSignal,
): Promise<void> {
  const path = join(partial, sha256)
  await mkdir(partial, { recursive: true })
  for (let start = await sizeOf(path); start < bytes; ) {
    const part = await download({ start, end: Math.min(bytes, start + PART_BYTES) - 1 }, signal)
    await appendFile(path, part)
    start += part.byteLength
    await throttle(part.byteLength, signal)
  }
  const kept = await blobs.put(createReadStream(path), bytes)
  await rm(path, { force: true })
  if (kept.sha256 === sha256) return
  if (kept.stored) await blobs.remove(kept.sha256)
  throw new AppError('file_damaged', { name })
}

const sizeOf = (path: string) =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  )

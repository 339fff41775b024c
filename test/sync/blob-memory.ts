/** Files in memory, each being nothing but its own hash: enough to see where they are and whether they came whole. */
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { AppError } from '../../src/contract/index.ts'
import type { BlobStore } from '../../src/core/blobs/index.ts'

export type BlobMemory = Pick<BlobStore, 'put' | 'has' | 'open' | 'remove'>

/** Its bytes, of those that have this hash. */
export const bytesOf = (sha256: string): Uint8Array => Buffer.from(sha256)

export function createBlobMemory(): BlobMemory {
  const kept = new Set<string>()
  return {
    async put(content) {
      const bytes = await buffer(Readable.from(content))
      kept.add(bytes.toString())
      return { sha256: bytes.toString(), bytes: bytes.byteLength, stored: true }
    },
    has: async (sha256) => kept.has(sha256),
    async open(sha256, { end, start } = { start: 0, end: Number.POSITIVE_INFINITY }) {
      if (!kept.has(sha256)) throw new AppError('not_found', { kind: 'blob', id: sha256 })
      const bytes = bytesOf(sha256)
      return { bytes: bytes.byteLength, stream: Readable.from([bytes.subarray(start, end + 1)]) }
    },
    remove: async (sha256) => void kept.delete(sha256),
  }
}

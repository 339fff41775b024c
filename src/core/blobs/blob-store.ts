/** What keeps the PDFs themselves, each named by the SHA-256 of its content. */
import type { Readable } from 'node:stream'

export interface BlobStore {
  /**
   * Keeps what `content` yields and returns its hash and size. Nothing is kept when it exceeds `maxBytes`, but the hash is still of
   * the whole. A blob that this returned survives a power cut.
   */
  put(content: AsyncIterable<Uint8Array>, maxBytes: number): Promise<StoredBlob>
  has(sha256: string): Promise<boolean>
  /** The blob's size in bytes, and what it holds from the first to the last byte of `range`, counted from 0. @throws {AppError} not_found */
  open(sha256: string, range?: ByteRange): Promise<{ readonly bytes: number; readonly stream: Readable }>
  /** The blob as a file, for readers that need one, until it is released. @throws {AppError} not_found, file_damaged */
  localFile(sha256: string): Promise<LocalFile>
  remove(sha256: string): Promise<void>
}

export interface StoredBlob {
  readonly sha256: string
  readonly bytes: number
  readonly stored: boolean
}

export interface ByteRange {
  readonly start: number
  readonly end: number
}

export interface LocalFile {
  readonly path: string
  release(): Promise<void>
}

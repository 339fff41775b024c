/** On a client: sends a file in parts, from where the server has come to. */
import { arrayBuffer } from 'node:stream/consumers'
import { type BlobState, MAX_BLOB_PART_BYTES } from '../../../contract/index.ts'
import type { BlobStore } from '../../blobs/index.ts'

/** The server's side of it; see {@link BlobUploads}. */
export interface BlobReceiver {
  state(sha256: string): Promise<BlobState>
  receive(
    sha256: string,
    part: { readonly start: number; readonly total: number; readonly bytes: Uint8Array<ArrayBuffer> },
  ): Promise<BlobState>
}

/** @throws {AppError} not_found when the file is not here, and what the receiver throws */
export async function sendBlob(
  {
    blobs,
    onSent,
    partBytes = MAX_BLOB_PART_BYTES,
    receiver,
  }: {
    readonly blobs: Pick<BlobStore, 'open'>
    readonly receiver: BlobReceiver
    /** Called after each part. */
    readonly onSent: (bytes: number) => Promise<void>
    readonly partBytes?: number
  },
  sha256: string,
): Promise<void> {
  const read = async (start: number) => {
    const { bytes: total, stream } = await blobs.open(sha256, { start, end: start + partBytes - 1 })
    return { start, total, bytes: new Uint8Array(await arrayBuffer(stream)) }
  }
  let { isComplete, received } = await receiver.state(sha256)
  while (!isComplete) {
    let part = await read(received)
    // Whoever got the last part ended before it had put them together, which only a part makes it do.
    if (part.bytes.byteLength === 0) part = await read(Math.max(0, part.total - partBytes))
    ;({ isComplete, received } = await receiver.receive(sha256, part))
    await onSent(part.bytes.byteLength)
  }
}

/** On the server: files that come in parts, over any of its processes, however often the connection is lost. */
import { and, eq } from 'drizzle-orm'
import {
  type Actor,
  AppError,
  type BlobState,
  MAX_BLOB_PART_BYTES,
  MAX_DOCUMENT_BYTES,
} from '../../../contract/index.ts'
import { type BlobStore, lockBlob } from '../../blobs/index.ts'
import { type Database, uploadParts } from '../../database/index.ts'
import { asRole } from '../../roles/index.ts'
import { arrived, forgetUpload, markWhole, mayKnow, partsOf } from './upload-parts.ts'

export interface BlobUploads {
  /**
   * How much of the file is here. Of what another user has sent, and no document lists, nobody is told.
   * @throws {AppError} forbidden for those who may add no documents
   */
  state(actor: Actor, sha256: string): Promise<BlobState>
  /**
   * Keeps the part that begins at byte `start` of the `total`; with the last one, the file.
   * @throws {AppError} conflict where an earlier part is missing, or others change the upload meanwhile: it is sent again from where
   * {@link state} says; file_damaged when the whole has another hash: then it begins anew; bad_request; forbidden
   */
  receive(
    actor: Actor,
    sha256: string,
    part: { readonly start: number; readonly total: number; readonly bytes: Uint8Array },
  ): Promise<BlobState>
}

export function createBlobUploads({
  blobs,
  database,
  removeUnused,
}: {
  readonly blobs: (tenantId: string) => Pick<BlobStore, 'has' | 'put'>
  readonly database: Database
  /** Removes a blob that no document holds, and none is to come for. */
  readonly removeUnused: (tenantId: string, sha256: string) => Promise<void>
}): BlobUploads {
  const state: BlobUploads['state'] = async (actor, sha256) => {
    const { isKnown, isWhole, received } = await asRole(database, actor, 'member', async (tx) => ({
      ...(await arrived(tx, actor, sha256)),
      isKnown: await mayKnow(tx, actor, sha256),
    }))
    if (!isKnown) return { isComplete: false, received }
    if (await blobs(actor.tenantId).has(sha256)) return { isComplete: true, received }
    if (!isWhole) return { isComplete: false, received }
    // It was kept, and is lost.
    await database.asTenant(actor, (tx) => forgetUpload(tx, actor, sha256))
    return { isComplete: false, received: 0 }
  }

  async function* content(actor: Actor, sha256: string, total: number): AsyncGenerator<Uint8Array> {
    for (let start = 0; start < total; ) {
      const [part] = await database.asTenant(actor, (tx) =>
        tx
          .select({ bytes: uploadParts.bytes })
          .from(uploadParts)
          .where(and(partsOf(actor, sha256), eq(uploadParts.start, start))),
      )
      if (!part) throw new AppError('conflict', { reason: 'the upload was begun anew' })
      yield part.bytes
      start += part.bytes.byteLength
    }
  }

  async function complete(actor: Actor, sha256: string, total: number): Promise<void> {
    const { tenantId } = actor
    const own = blobs(tenantId)
    const kept = await own.put(content(actor, sha256, total), MAX_DOCUMENT_BYTES)
    const isWhole = kept.sha256 === sha256
    await database.asTenant(actor, async (tx) => {
      if (!isWhole) return forgetUpload(tx, actor, sha256)
      await lockBlob(tx, tenantId, sha256)
      // With the end there nobody removes it; until then, the last document that held it may have been purged.
      if (!(await own.has(sha256))) throw new AppError('conflict', { reason: 'the file was just removed' })
      await markWhole(tx, actor, sha256, kept.bytes)
    })
    if (isWhole) return
    await removeUnused(tenantId, kept.sha256)
    throw new AppError('file_damaged', { name: sha256 })
  }

  return {
    state,
    async receive(actor, sha256, { bytes, start, total }) {
      const isPart = bytes.byteLength > 0 && bytes.byteLength <= MAX_BLOB_PART_BYTES
      if (!isPart || total > MAX_DOCUMENT_BYTES || start + bytes.byteLength > total)
        throw new AppError('bad_request', { reason: 'not a part of a file' })
      const before = await state(actor, sha256)
      if (before.isComplete) return before
      const received = await asRole(database, actor, 'member', async (tx) => {
        const { tenantId, userId } = actor
        const there = (await arrived(tx, actor, sha256)).received
        if (start > there) throw new AppError('conflict', { reason: `part ${there} is missing` })
        // One that came before, whose answer was lost.
        if (start < there) return there
        await tx.insert(uploadParts).values({ tenantId, userId, sha256, start, bytes }).onConflictDoNothing()
        return start + bytes.byteLength
      })
      if (received < total) return { isComplete: false, received }
      await complete(actor, sha256, total)
      return { isComplete: true, received: total }
    },
  }
}

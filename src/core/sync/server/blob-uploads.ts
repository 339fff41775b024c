/** On the server: files that come in parts, over any of its processes, however often the connection is lost. */
import { and, asc, eq, lt, sql } from 'drizzle-orm'
import {
  type Actor,
  AppError,
  type BlobState,
  MAX_BLOB_PART_BYTES,
  MAX_DOCUMENT_BYTES,
} from '../../../contract/index.ts'
import type { BlobStore } from '../../blobs/index.ts'
import { type Database, documents, uploadParts } from '../../database/index.ts'
import { asRole } from '../../roles/index.ts'

export interface BlobUploads {
  /** How much of the file is here. Of what another user is sending nobody is told. */
  state(actor: Actor, sha256: string): Promise<BlobState>
  /**
   * Keeps the part that begins at byte `start` of the `total`; with the last one, the file. Throws `conflict` where an earlier part is
   * missing, and `file_damaged` when the whole has another hash: then it begins anew.
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
  /** Removes a blob that no document holds. */
  readonly removeUnused: (tenantId: string, sha256: string) => Promise<void>
}): BlobUploads {
  const partsOf = ({ tenantId, userId }: Actor, sha256: string) =>
    and(eq(uploadParts.tenantId, tenantId), eq(uploadParts.userId, userId), eq(uploadParts.sha256, sha256))

  const state: BlobUploads['state'] = async (actor, sha256) => {
    const { isListed, received } = await asRole(database, actor, 'member', async (tx) => ({
      isListed:
        (await tx.$count(
          documents,
          and(eq(documents.tenantId, actor.tenantId), eq(documents.sha256, sha256)),
        )) > 0,
      received: await receivedIn(tx, partsOf(actor, sha256)),
    }))
    // Every member may read every document; a file that no document holds is nobody's to know of.
    const isComplete = isListed && (await blobs(actor.tenantId).has(sha256))
    return { isComplete, received }
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
    const kept = await blobs(actor.tenantId).put(content(actor, sha256, total), MAX_DOCUMENT_BYTES)
    await database.asTenant(actor, (tx) => tx.delete(uploadParts).where(partsOf(actor, sha256)))
    if (kept.sha256 === sha256) return
    await removeUnused(actor.tenantId, kept.sha256)
    throw new AppError('file_damaged', { name: sha256 })
  }

  return {
    state,
    async receive(actor, sha256, { bytes, start, total }) {
      const isPart = bytes.byteLength > 0 && bytes.byteLength <= MAX_BLOB_PART_BYTES
      if (!isPart || total > MAX_DOCUMENT_BYTES || start + bytes.byteLength > total)
        throw new AppError('bad_request', { reason: 'not a part of a file' })
      const received = await asRole(database, actor, 'member', async (tx) => {
        const { tenantId, userId } = actor
        const isForgotten = lt(uploadParts.createdAt, sql`now() - interval '1 day'`)
        await tx.delete(uploadParts).where(and(eq(uploadParts.tenantId, tenantId), isForgotten))
        const there = await receivedIn(tx, partsOf(actor, sha256))
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

type Condition = ReturnType<typeof and>
type Reader = Parameters<Parameters<typeof asRole>[3]>[0]

/** Parts come in order, so that what is there is there without a gap. */
async function receivedIn(tx: Reader, condition: Condition): Promise<number> {
  const parts = await tx
    .select({ start: uploadParts.start, length: sql<number>`length(${uploadParts.bytes})` })
    .from(uploadParts)
    .where(condition)
    .orderBy(asc(uploadParts.start))
  const last = parts.at(-1)
  return last ? last.start + last.length : 0
}

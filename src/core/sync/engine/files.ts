/** On a client: which documents have their file and text only on the server, and how a file comes from there. */
import { and, eq, isNull } from 'drizzle-orm'
import { type Actor, AppError } from '../../../contract/index.ts'
import type { BlobStore } from '../../blobs/index.ts'
import { type Database, documents } from '../../database/index.ts'
import { fetchFile } from '../client/fetch-file.ts'
import type { HttpTransport } from '../client/http-transport.ts'
import type { Throttle } from '../client/throttle.ts'

export interface Files {
  /** Ids of documents whose file is not here, the last added first. */
  remote(): Promise<string[]>
  waitingTexts(): Promise<number>
  /** Whether it came now, or was here. @throws {AppError} not_found, file_missing, server_unreachable */
  fetch(documentId: string, signal: AbortSignal): Promise<boolean>
}

export function createFiles({
  actor,
  blobs,
  database,
  partial,
  throttle,
  transport,
}: {
  readonly database: Database
  readonly actor: Actor
  readonly blobs: BlobStore
  readonly transport: Pick<HttpTransport, 'download'>
  readonly throttle: Throttle
  /** A folder for files that have come in part. */
  readonly partial: string
}): Files {
  /** Of each file that is being fetched, by hash. */
  const underWay = new Map<string, Promise<unknown>>()
  const listed = and(eq(documents.tenantId, actor.tenantId), isNull(documents.deletedAt))
  return {
    async remote() {
      const rows = await database.asTenant(actor, (tx) =>
        tx
          .select({ id: documents.id, sha256: documents.sha256, status: documents.status })
          .from(documents)
          .where(listed),
      )
      const here = await Promise.all(rows.map(({ sha256 }) => blobs.has(sha256)))
      return rows.flatMap(({ id }, index) => (here[index] ? [] : [id])).toReversed()
    },
    waitingTexts: () =>
      database.asTenant(actor, (tx) => tx.$count(documents, and(listed, eq(documents.status, 'waiting')))),
    async fetch(documentId, signal) {
      const [document] = await database.asTenant(actor, (tx) =>
        tx
          .select()
          .from(documents)
          .where(and(eq(documents.tenantId, actor.tenantId), eq(documents.id, documentId))),
      )
      if (!document) throw new AppError('not_found', { kind: 'document', id: documentId })
      const { bytes, name, sha256 } = document
      while (underWay.has(sha256)) await underWay.get(sha256)
      if (await blobs.has(sha256)) return false
      const download = transport.download(documentId)
      const fetching = fetchFile({ blobs, sha256, bytes, name, partial, throttle, download }, signal)
      underWay.set(
        sha256,
        fetching.catch(() => {}),
      )
      await fetching.finally(() => underWay.delete(sha256))
      return true
    },
  }
}

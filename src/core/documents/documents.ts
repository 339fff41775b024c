/** The documents of a workspace: adding, following, retrying and removing them. */
import { v7 as uuidv7 } from 'uuid'
import {
  type Actor,
  type AddedDocument,
  AppError,
  type Document,
  type DocumentEvent,
  MAX_DOCUMENT_BYTES,
  toErrorInfo,
} from '../../contract/index.ts'
import { openQueue, type Queue } from '../jobs/index.ts'
import { Channel } from './channel.ts'
import { ingest, isSettled } from './ingest.ts'
import { tooLarge } from './steps/extract.ts'
import type { IngestionParts } from './steps/step.ts'

export interface Documents {
  list(actor: Actor): Promise<Document[]>
  get(actor: Actor, id: string): Promise<Document>
  /**
   * Keeps the file and queues it. The same bytes twice are one document. A file that is too large is listed as failed with its
   * reason. Once this returns, no crash loses the document.
   */
  add(actor: Actor, file: Blob, name: string, password?: string): Promise<AddedDocument>
  remove(actor: Actor, id: string): Promise<Document>
  /** Goes on after the last finished step of a failed, cancelled or interrupted document. */
  retry(actor: Actor, id: string, password?: string): Promise<Document>
  cancel(actor: Actor, id: string): Promise<Document>
  /** The documents' state now and at every change, until none of `ids` (of all, without it) is at work any more. */
  events(actor: Actor, ids: readonly string[] | undefined, signal: AbortSignal): AsyncIterable<DocumentEvent>
  /** Queues what an earlier process left unfinished. Adding and retrying do so too. */
  resume(): Promise<void>
  close(): Promise<void>
}

interface IngestJob {
  readonly tenantId: string
  readonly userId: string
  readonly documentId: string
}

export function createDocuments(
  parts: IngestionParts & { readonly concurrency: number; readonly onError: (error: unknown) => void },
): Documents {
  const { blobs, database, progress, store } = parts
  const passwords = new Map<string, string>()
  const running = new Map<string, AbortController>()
  let queue: Promise<Queue<IngestJob>> | undefined

  async function handle(job: IngestJob, closing: AbortSignal): Promise<void> {
    const own = new AbortController()
    running.set(job.documentId, own)
    try {
      const actor: Actor = { tenantId: job.tenantId, userId: job.userId, role: 'member' }
      const signal = AbortSignal.any([closing, own.signal])
      await ingest({ ...parts, actor, password: passwords.get(job.documentId), signal }, job.documentId)
      const settled = isSettled(await store.get(actor, job.documentId))
      if (settled) passwords.delete(job.documentId)
      // Shutting down gives the job back, so that another process goes on with it.
      if (!settled && closing.aborted) throw new AppError('cancelled')
    } catch (error) {
      if (!isGone(error)) throw error
    } finally {
      running.delete(job.documentId)
    }
  }

  /** Opened when there is work, since most commands only read. */
  function openedQueue(): Promise<Queue<IngestJob>> {
    queue ??= (async () => {
      const opened = await openQueue(database, 'ingest', keyOf, handle, {
        ...parts,
        // A process that died still holds its jobs; with the database to ourselves, the documents say better what is left.
        forget: database.kind === 'pglite',
      })
      for (const { id, tenantId, createdBy } of await store.unsettled()) {
        await opened.send({ tenantId, userId: createdBy, documentId: id })
      }
      return opened
    })()
    return queue
  }

  async function enqueue(actor: Actor, document: Document): Promise<void> {
    progress.emit(actor, document)
    const opened = await openedQueue()
    await opened.send({ tenantId: actor.tenantId, userId: actor.userId, documentId: document.id })
  }

  async function settle(actor: Actor, id: string): Promise<void> {
    running.get(id)?.abort()
    passwords.delete(id)
    await store.get(actor, id)
  }

  return {
    list: store.list,
    get: store.get,

    async add(actor, file, name, password) {
      const blob = await blobs.put(file.stream(), MAX_DOCUMENT_BYTES)
      const { document, duplicate } = await store.insertOnce(actor, {
        tenantId: actor.tenantId,
        id: uuidv7(),
        name,
        sha256: blob.sha256,
        bytes: blob.bytes,
        status: blob.stored ? 'queued' : 'failed',
        error: blob.stored ? null : toErrorInfo(tooLarge(name, blob.bytes)),
        createdBy: actor.userId,
      })
      if (password !== undefined) passwords.set(document.id, password)
      if (isSettled(document)) progress.emit(actor, document)
      else await enqueue(actor, document)
      return { document, duplicate }
    },

    async remove(actor, id) {
      await settle(actor, id)
      const document = await store.remove(actor, id)
      if (!(await store.isBlobUsed(document.sha256))) await blobs.remove(document.sha256)
      return document
    },

    async retry(actor, id, password) {
      if (password !== undefined) passwords.set(id, password)
      const document = await store.reopen(actor, id)
      if (!isSettled(document)) await enqueue(actor, document)
      return document
    },

    async cancel(actor, id) {
      await settle(actor, id)
      const document = await store.settle(actor, id, 'cancelled', null)
      progress.emit(actor, document)
      return document
    },

    async *events(actor, ids, signal) {
      const channel = new Channel<DocumentEvent>(signal)
      const stop = progress.listen(actor, (event) => channel.push(event))
      try {
        const wanted = (document: Document) => ids === undefined || ids.includes(document.id)
        const atWork = new Set<string>()
        for (const document of (await store.list(actor)).filter(wanted)) {
          if (!isSettled(document)) atWork.add(document.id)
          yield { document, pagesPerSecond: null }
        }
        while (atWork.size > 0) {
          const event = await channel.next()
          if (!event) return
          if (!wanted(event.document)) continue
          if (isSettled(event.document)) atWork.delete(event.document.id)
          else atWork.add(event.document.id)
          yield event
        }
      } finally {
        stop()
      }
    },

    async resume() {
      await openedQueue()
    },

    async close() {
      await (await queue)?.close()
      await Promise.all([parts.extractor.close(), parts.analysis.close()])
    },
  }
}

const keyOf = (job: IngestJob) => job.documentId
const isGone = (error: unknown) => error instanceof AppError && error.code === 'not_found'

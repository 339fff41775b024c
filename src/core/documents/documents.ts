/** The documents of a workspace: adding, following, retrying and removing them. */
import type { Readable } from 'node:stream'
import { v7 as uuidv7 } from 'uuid'
import {
  type Actor,
  type AddedDocument,
  AppError,
  type Document,
  type DocumentEvent,
  type FilePage,
  type FilePageInput,
  MAX_DOCUMENT_BYTES,
  toErrorInfo,
} from '../../contract/index.ts'
import type { JobCounts } from '../jobs/index.ts'
import type { Mutator } from '../mutations/index.ts'
import { requireRole } from '../roles/index.ts'
import {
  addDocument,
  moveDocuments,
  purgeBin,
  removeDocuments,
  renameDocument,
  restoreDocuments,
  tagDocuments,
} from './document-mutations.ts'
import { insertOnce } from './document-store.ts'
import { follow } from './follow.ts'
import { isSettled } from './ingest.ts'
import { tooLarge } from './steps/extract.ts'
import { createWork, type FailedJob, type WorkParts } from './work.ts'

export interface Documents {
  list(actor: Actor): Promise<Document[]>
  /** Some of {@link list}, the last added first. */
  page(actor: Actor, input: FilePageInput): Promise<FilePage>
  /** Also what is in the bin, which an old citation may open. */
  get(actor: Actor, id: string): Promise<Document>
  /**
   * Keeps the file and queues it. The same bytes twice are one document. A file that is too large is listed as failed with its
   * reason. Once this returns, no crash loses the document.
   */
  add(
    actor: Actor,
    file: Blob,
    name: string,
    options?: {
      readonly password?: string | undefined
      readonly folderId?: string | null | undefined
      /** Brings what is known of the file's text from elsewhere, for a document that is new; what is left of the work follows. */
      readonly read?: (documentId: string) => Promise<void>
    },
  ): Promise<AddedDocument>
  /** The PDF of a document, also of one in the bin. Throws `not_found`, or `file_missing`. */
  content(actor: Actor, id: string): Promise<DocumentContent>
  /** As {@link Documents.retry} and {@link Documents.cancel}, throws `not_found` for a document in the bin. */
  rename(actor: Actor, id: string, name: string): Promise<Document>
  /**
   * Those in the bin, too, which come back there; returns the others. Throws `not_found` where none of them is there any more, as do
   * {@link Documents.tag} and {@link Documents.restore}.
   */
  move(actor: Actor, ids: readonly string[], folderId: string | null): Promise<Document[]>
  /** Adds and removes tags, of which a document has each once; in the bin as with {@link Documents.move}. @throws {AppError} bad_request for too many */
  tag(
    actor: Actor,
    ids: readonly string[],
    change: { readonly add: readonly string[]; readonly remove: readonly string[] },
  ): Promise<Document[]>
  /** To the bin: neither listed nor searched; work on them stops. */
  remove(actor: Actor, ids: readonly string[]): Promise<Document[]>
  /** From the bin; work that was stopped goes on. */
  restore(actor: Actor, ids: readonly string[]): Promise<Document[]>
  /** What is in the bin, the last removed first. */
  bin(actor: Actor): Promise<Document[]>
  /** Deletes what is in the bin for good, of `ids` or all of it, with the files that no other document holds. */
  purge(actor: Actor, ids?: readonly string[]): Promise<Document[]>
  /** Deletes what has been in the bin for {@link BIN_DAYS} days, of every tenant. */
  purgeExpired(): Promise<void>
  /** Removes those of the files that no document holds: what a process left that was killed between the two. */
  sweepFiles(actor: Pick<Actor, 'tenantId' | 'userId'>, hashes: readonly string[]): Promise<void>
  /** Goes on after the last finished step of a failed, cancelled or interrupted document. */
  retry(actor: Actor, id: string, password?: string): Promise<Document>
  cancel(actor: Actor, id: string): Promise<Document>
  /** The documents' state now and at every change, until none of `ids` (of all, without it) is at work any more. */
  events(actor: Actor, ids: readonly string[] | undefined, signal: AbortSignal): AsyncIterable<DocumentEvent>
  /** For documents that went to the bin: ends their work and tells the windows. */
  stopWork(actor: Actor, ids: readonly string[]): void
  /** For documents that came back from the bin: tells the windows and goes on with what was left. */
  goOn(actor: Actor, ids: readonly string[]): Promise<void>
  /** Queues what an earlier process left unfinished. Adding and retrying do so too. */
  resume(): Promise<void>
  /** {@link resume} for a process that is at work already; any other does so when it gets work. */
  goOnWithRest(): Promise<void>
  /** What failed at every attempt in the actor's tenant, the last first. @throws {AppError} forbidden for those who are no admins */
  failedJobs(actor: Actor): Promise<FailedJob[]>
  /** Tries the document of a failed job again. @throws {AppError} not_found, forbidden */
  retryJob(actor: Actor, id: string): Promise<Document>
  /** Of all tenants. */
  jobCounts(): Promise<JobCounts>
  close(): Promise<void>
}

export interface DocumentContent {
  readonly name: string
  readonly bytes: number
  /** First and last byte, counted from 0; all of it without a range. */
  read(range?: { readonly start: number; readonly end: number }): Promise<Readable>
}

/** As long as the bins of mail programs and file hosts keep things. */
const BIN_DAYS = 30

export interface DocumentsParts extends WorkParts {
  readonly mutator: Mutator
  /** Brings the file of a document that is elsewhere; throws `file_missing` unless given. */
  readonly fetchFile?: ((documentId: string) => Promise<void>) | undefined
}

export function createDocuments(parts: DocumentsParts): Documents {
  const { blobs, database, mutator, passwords, progress, store } = parts
  const work = createWork(parts)

  function stopWork(actor: Actor, ids: readonly string[]): void {
    for (const id of ids) {
      work.stop(id)
      progress.remove(actor, id)
    }
  }

  async function removeFiles(
    purged: readonly { readonly tenantId: string; readonly sha256: string }[],
  ): Promise<void> {
    for (const { tenantId, sha256 } of purged) {
      await store.removeUnused(tenantId, sha256, () => blobs(tenantId).remove(sha256))
    }
  }

  /** What is in the bin is not worked on: that would show it to the windows again. */
  async function requireListed(actor: Actor, id: string): Promise<void> {
    if (await store.isInBin(actor, id)) throw new AppError('not_found', { kind: 'document', id })
  }

  async function requireFile(actor: Actor, { id, name, sha256 }: Document): Promise<void> {
    if (await blobs(actor.tenantId).has(sha256)) return
    if (!parts.fetchFile) throw new AppError('file_missing', { name })
    await parts.fetchFile(id)
  }

  async function retry(actor: Actor, id: string, password?: string): Promise<Document> {
    await requireListed(actor, id)
    if (password !== undefined) await passwords.set(id, password)
    if (parts.fetchFile) await requireFile(actor, await store.get(actor, id))
    const document = await store.reopen(actor, id)
    await work.goOn(actor, document)
    return document
  }

  /** Lists a file that is too large, whose bytes are not kept. It is told to no server. */
  async function refuse(
    actor: Actor,
    { bytes, folderId, name, sha256 }: Pick<Document, 'bytes' | 'folderId' | 'name' | 'sha256'>,
  ): Promise<AddedDocument> {
    const { tenantId, userId } = actor
    const error = toErrorInfo(tooLarge(name, bytes))
    const added = await database.asTenant(actor, (tx) =>
      insertOnce(tx, actor, {
        ...{ tenantId, id: uuidv7(), name, folderId, sha256, bytes },
        ...{ status: 'failed', error, createdBy: userId },
      }),
    )
    progress.emit(actor, added.document)
    return added
  }

  mutator.on(addDocument, async (actor, { document, duplicate }) => {
    // One that comes back from the bin failed or cancelled gets the chance that a new one would have.
    const tryAgain = !duplicate && isSettled(document) && document.status !== 'ready'
    await work.goOn(actor, tryAgain ? await store.reopen(actor, document.id) : document)
  })
  mutator.on(renameDocument, (actor, document) => progress.emit(actor, document))
  for (const mutation of [moveDocuments, tagDocuments])
    mutator.on(mutation, (actor, changed) => {
      for (const document of changed) progress.emit(actor, document)
    })
  mutator.on(removeDocuments, (actor, removed) => stopWork(actor, namedIn(removed)))
  mutator.on(restoreDocuments, async (actor, restored) => {
    for (const document of restored) await work.goOn(actor, document)
  })
  mutator.on(purgeBin, async ({ tenantId }, purged) => {
    for (const { id } of purged) await passwords.delete(id)
    await removeFiles(purged.map(({ sha256 }) => ({ tenantId, sha256 })))
  })

  return {
    list: store.list,
    page: store.page,
    get: store.get,

    async add(actor, file, name, { password, folderId = null, read } = {}) {
      const own = blobs(actor.tenantId)
      const { sha256, bytes, stored } = await own.put(file.stream(), MAX_DOCUMENT_BYTES)
      if (!stored) return refuse(actor, { name, folderId, sha256, bytes })
      const present = await store.withBytes(actor, sha256)
      const id = present?.document.id ?? uuidv7()
      // Before the work on it begins.
      if (password !== undefined) await passwords.set(id, password)
      if (present && !present.isBinned) {
        await work.goOn(actor, present.document)
        return { document: present.document, duplicate: true }
      }
      const args = { id, name, folderId, sha256, bytes }
      const added = await database.asTenant(actor, async (tx) => {
        const added = await mutator.mutateIn(tx, actor, addDocument, args)
        if (read && added.document.id === id) await store.awaitText(tx, actor, id)
        return added
      })
      // Its last holder may have been purged between the two; from now on the row keeps it. Only then is it read.
      if (!(await own.has(sha256))) await own.put(file.stream(), MAX_DOCUMENT_BYTES)
      if (read && added.document.id === id) await read(id)
      await mutator.follow(actor, addDocument, {
        ...added,
        document: await store.get(actor, added.document.id),
      })
      return { document: await store.get(actor, added.document.id), duplicate: added.duplicate }
    },

    async content(actor, id) {
      const document = await store.get(actor, id)
      await requireFile(actor, document)
      const { name, sha256, bytes } = document
      const own = blobs(actor.tenantId)
      return { name, bytes, read: async (range) => (await own.open(sha256, range)).stream }
    },

    rename: (actor, id, name) => mutator.mutate(actor, renameDocument, { id, name }),
    move: (actor, ids, folderId) => mutator.mutate(actor, moveDocuments, { ids: [...ids], folderId }),
    tag: (actor, ids, { add, remove }) =>
      mutator.mutate(actor, tagDocuments, { ids: [...ids], add: [...add], remove: [...remove] }),
    remove: (actor, ids) => mutator.mutate(actor, removeDocuments, { ids: [...ids] }),
    restore: (actor, ids) => mutator.mutate(actor, restoreDocuments, { ids: [...ids] }),

    stopWork,

    async goOn(actor, ids) {
      for (const id of ids) await work.goOn(actor, await store.get(actor, id))
    },

    bin: store.listBin,

    async purge(actor, ids) {
      const documentIds = ids ?? namedIn(await store.listBin(actor))
      const folderIds = ids ? [] : await store.foldersInBin(actor)
      return mutator.mutate(actor, purgeBin, { documentIds: [...documentIds], folderIds })
    },

    async purgeExpired() {
      // Their rows are gone; a file that cannot be deleted must not keep the workspace shut.
      await removeFiles(await store.purgeOlderThan(BIN_DAYS)).catch(parts.onError)
    },

    async sweepFiles({ tenantId, userId }, hashes) {
      const unheld = await store.unheld({ tenantId, userId }, hashes)
      await removeFiles(unheld.map((sha256) => ({ tenantId, sha256 })))
    },

    retry,

    async cancel(actor, id) {
      await requireListed(actor, id)
      work.stop(id)
      await passwords.delete(id)
      const document = await store.settle(actor, id, 'cancelled', null)
      progress.emit(actor, document)
      return document
    },

    events: (actor, ids, signal) => follow({ progress, list: store.list }, actor, ids, signal),

    failedJobs: async (actor) => {
      requireRole(actor, 'admin')
      return work.failed(actor.tenantId)
    },

    async retryJob(actor, id) {
      requireRole(actor, 'admin')
      const failed = (await work.failed(actor.tenantId)).find((job) => job.id === id)
      if (!failed) throw new AppError('not_found', { kind: 'job', id })
      // Taken first: a worker fails the documents of the letters that are there.
      await work.takeFailed(id)
      return retry(actor, failed.documentId)
    },

    jobCounts: work.counts,
    resume: work.resume,
    goOnWithRest: work.goOnWithRest,

    async close() {
      await work.close()
      await Promise.all([parts.extractor.close(), parts.analysis.close()])
    },
  }
}

const namedIn = (documents: readonly Document[]) => documents.map(({ id }) => id)

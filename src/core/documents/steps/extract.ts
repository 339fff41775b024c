/** Step 1: the PDF's pages as text with positions, committed a batch at a time so that a kill repeats at most one batch. */
import { AppError, type Document, MAX_DOCUMENT_BYTES } from '../../../contract/index.ts'
import { bulkInsert, pages } from '../../database/index.ts'
import type { Ingestion, Step } from './step.ts'

export const extract: Step = async (ingestion, document) => {
  const { actor, blobs } = ingestion
  if (document.bytes > MAX_DOCUMENT_BYTES) throw tooLarge(document.name, document.bytes)
  const file = await blobs(actor.tenantId)
    .localFile(document.sha256)
    .catch((cause: unknown) => {
      if (!(cause instanceof AppError)) throw cause
      const { name } = document
      if (cause.code === 'not_found') throw new AppError('file_missing', { name })
      throw cause.code === 'file_damaged' ? new AppError('file_damaged', { name }, { cause }) : cause
    })
  try {
    return await extractFrom(file.path, ingestion, document)
  } finally {
    await file.release()
  }
}

async function extractFrom(path: string, ingestion: Ingestion, document: Document): Promise<Document> {
  const { actor, database, extractor, password, progress, signal, store } = ingestion

  let current = await store.advance(actor, document, { status: 'extracting', error: null })
  progress.emit(actor, current)
  const started = performance.now()
  const request = {
    path,
    name: document.name,
    fromPage: document.pagesDone + 1,
    ...(password !== undefined && { password }),
  }
  for await (const batch of extractor.extract(request, signal)) {
    signal.throwIfAborted()
    const pagesDone = batch.pages.at(-1)?.number ?? current.pagesDone
    current = await database.asTenant(actor, async (tx) => {
      await bulkInsert(
        tx,
        pages,
        batch.pages.map((page) => ({ ...page, tenantId: actor.tenantId, documentId: document.id })),
      )
      return store.advanceIn(tx, actor, current, {
        pageCount: batch.pageCount,
        pagesDone,
        title: batch.title,
      })
    })
    const seconds = (performance.now() - started) / 1_000
    progress.emit(actor, current, (pagesDone - document.pagesDone) / seconds)
  }
  return store.advance(actor, current, { status: 'chunking' })
}

/** The error of a file over the limit, whose bytes are not kept. */
export function tooLarge(name: string, bytes: number): AppError {
  const megabytes = (count: number) => Math.ceil(count / 1024 / 1024)
  return new AppError('document_too_large', {
    name,
    megabytes: megabytes(bytes),
    limit: megabytes(MAX_DOCUMENT_BYTES),
  })
}

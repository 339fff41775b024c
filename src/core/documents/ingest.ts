/** Takes one document through the steps from wherever it stands: extract -> chunk -> index -> embed. */
import {
  AppError,
  type Document,
  type DocumentStatus,
  type ErrorCode,
  toErrorInfo,
} from '../../contract/index.ts'
import { SETTLED } from './document-store.ts'
import { chunk } from './steps/chunk.ts'
import { embed } from './steps/embed.ts'
import { extract } from './steps/extract.ts'
import { indexKeywords } from './steps/index-keywords.ts'
import type { Ingestion, Step } from './steps/step.ts'

const stepOf: Readonly<Partial<Record<DocumentStatus, Step>>> = {
  queued: extract,
  extracting: extract,
  chunking: chunk,
  indexing: indexKeywords,
  embedding: embed,
}

/** What another attempt may not meet again, since it lies with a service that the document needs and not with the document. */
const PASSING: readonly ErrorCode[] = ['model_rate_limited', 'model_unreachable', 'service_unavailable']

/**
 * Runs the steps that are left. A typed error leaves the document `failed` with its reason; any other error, or one that may pass, does
 * so at the last attempt, and is thrown. An aborted signal leaves the document at its last commit, to go on from there.
 */
export async function ingest(ingestion: Ingestion, documentId: string): Promise<void> {
  const { actor, progress, signal, store } = ingestion
  let document = await store.get(actor, documentId)
  // Work that was stopped may have come to its end all the same, without saying so.
  if (isSettled(document)) progress.emit(actor, document)
  try {
    for (let step = stepOf[document.status]; step; step = stepOf[document.status]) {
      signal.throwIfAborted()
      document = await step(ingestion, document)
      progress.emit(actor, document)
    }
  } catch (error) {
    if (signal.aborted || isCancelled(error)) return
    const { isAlone, isLastAttempt } = ingestion
    const mayPass = !(error instanceof AppError) || (!isAlone && PASSING.includes(error.code))
    if (mayPass && !isAlone && !isLastAttempt) throw error
    const failed = await fail(ingestion, document, error)
    if (failed) progress.emit(actor, failed)
    if (failed && mayPass) throw error
  }
}

/** Cancelled, binned or finished by another process: the row says which. */
const isCancelled = (error: unknown) => error instanceof AppError && error.code === 'cancelled'

/** The document as failed, or undefined when it was removed while being worked on. */
async function fail(
  { actor, store }: Ingestion,
  document: Document,
  error: unknown,
): Promise<Document | undefined> {
  return store.settle(actor, document.id, 'failed', toErrorInfo(error, document.id)).catch((second) => {
    if (second instanceof AppError && second.code === 'not_found') return undefined
    throw second
  })
}

export const isSettled = (document: Document): boolean => SETTLED.includes(document.status)

/** Extracts the text of PDFs on worker threads, page batch by page batch, so that neither a bad file nor a big one can hurt. */
import { MAX_DOCUMENT_BYTES, MAX_DOCUMENT_PAGES } from '../../../contract/documents.ts'
import { AppError } from '../../../contract/errors.ts'
import type { ExtractedPage } from './extracted-page.ts'
import type { OpenFailure, WorkerReply, WorkerRequest } from './protocol.ts'
import { Interrupted, type PdfWorker, WorkerPool } from './worker-pool.ts'

export interface ExtractionRequest {
  readonly path: string
  /** What errors call the document. */
  readonly name: string
  readonly password?: string
  /** 1-based; pages before it are taken to be extracted already. */
  readonly fromPage: number
}

export interface ExtractionBatch {
  readonly pageCount: number
  /** From the PDF's metadata. */
  readonly title: string | null
  readonly pages: readonly ExtractedPage[]
}

export interface Extractor {
  /**
   * Batches of pages in order, at most one read ahead of the consumer. Throws an `AppError` with one of the `document_` codes,
   * or the signal's reason. Leaving the loop early frees the worker.
   */
  extract(request: ExtractionRequest, signal: AbortSignal): AsyncIterable<ExtractionBatch>
  close(): Promise<void>
}

/** Small enough to show progress and lose little, large enough that a commit a batch costs little. */
const PAGES_PER_BATCH = 8
const PAGE_TIMEOUT_MS = 20_000

/** An extractor that reads up to `workers` documents at once and gives up on a page after `pageTimeoutMs` (20 s). */
export function createExtractor(options: { workers: number; pageTimeoutMs?: number }): Extractor {
  const pool = new WorkerPool(options.workers)
  const timeoutMs = options.pageTimeoutMs ?? PAGE_TIMEOUT_MS
  return {
    extract: (request, signal) => extract(pool, request, timeoutMs, signal),
    close: () => pool.close(),
  }
}

async function* extract(
  pool: WorkerPool,
  request: ExtractionRequest,
  timeoutMs: number,
  signal: AbortSignal,
): AsyncGenerator<ExtractionBatch> {
  signal.throwIfAborted()
  const worker = await pool.take(signal).catch((error: unknown) => {
    throw explain(error, request, 1, timeoutMs, signal)
  })
  const inFlight: { reply?: Promise<WorkerReply> } = {}
  try {
    yield* read(worker, request, timeoutMs, signal, inFlight)
  } finally {
    // A consumer that left early leaves a batch in the making, which the next document must not receive.
    if (inFlight.reply) await worker.end()
    pool.give(worker)
  }
}

async function* read(
  worker: PdfWorker,
  request: ExtractionRequest,
  timeoutMs: number,
  signal: AbortSignal,
  inFlight: { reply?: Promise<WorkerReply> },
): AsyncGenerator<ExtractionBatch> {
  let page = request.fromPage
  const ask = (message: WorkerRequest) => {
    const reply = worker.ask(message, { timeoutMs, signal, onPage: (number) => (page = number) })
    // Awaited later; until then a rejection must not count as unhandled.
    reply.catch(() => undefined)
    inFlight.reply = reply
    return reply
  }
  const answer = async (reply: Promise<WorkerReply>) => {
    try {
      return await reply
    } catch (error) {
      throw explain(error, request, page, timeoutMs, signal)
    } finally {
      delete inFlight.reply
    }
  }

  const { path, fromPage, password = null } = request
  const opened = await answer(ask({ type: 'open', path, password, fromPage }))
  if (opened.type === 'refused') throw refusal(opened.failure, request.name, opened.amount)
  if (opened.type !== 'opened') throw new AppError('document_damaged', { name: request.name })
  const { pageCount, title } = opened
  if (fromPage > pageCount) return

  let hasText = false
  let failed = 0
  let done = false
  let pending = ask({ type: 'next', pages: PAGES_PER_BATCH })
  while (!done) {
    const batch = await answer(pending)
    if (batch.type !== 'batch') throw new AppError('document_damaged', { name: request.name })
    done = batch.done
    failed += batch.failed
    hasText ||= batch.pages.some((each) => each.text !== '')
    if (done && !hasText && fromPage === 1) {
      throw new AppError(failed === pageCount ? 'document_damaged' : 'document_no_text', {
        name: request.name,
      })
    }
    if (!done) pending = ask({ type: 'next', pages: PAGES_PER_BATCH })
    yield { pageCount, title, pages: batch.pages }
  }
}

function explain(
  error: unknown,
  { name }: ExtractionRequest,
  page: number,
  timeoutMs: number,
  signal: AbortSignal,
): unknown {
  if (!(error instanceof Interrupted)) return error
  if (error.interruption === 'aborted') return signal.reason
  if (error.interruption === 'crash') return new AppError('document_damaged', { name }, { cause: error })
  return new AppError('document_timeout', { name, page, seconds: timeoutMs / 1_000 })
}

const megabytes = (bytes: number) => Math.ceil(bytes / 1024 / 1024)

function refusal(failure: OpenFailure, name: string, amount: number): AppError {
  switch (failure) {
    case 'too_large':
      return new AppError('document_too_large', {
        name,
        megabytes: megabytes(amount),
        limit: megabytes(MAX_DOCUMENT_BYTES),
      })
    case 'too_many_pages':
      return new AppError('document_too_many_pages', { name, pages: amount, limit: MAX_DOCUMENT_PAGES })
    default:
      return new AppError(`document_${failure}`, { name })
  }
}

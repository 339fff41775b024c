/** The worker side of extractor.ts: answers its requests for the document that is open. */
import { parentPort } from 'node:worker_threads'
import { runAs } from '../../priority.ts'
import type { ExtractedPage } from './extracted-page.ts'
import type { WorkerReply, WorkerRequest } from './protocol.ts'
import { type OpenDocument, openDocument, Refusal } from './read-document.ts'

const port = parentPort
if (port === null) throw new Error('extract.worker.ts runs as a worker thread only')

runAs('computation')

let document: OpenDocument | undefined
let next = 1

port.on('message', (request: WorkerRequest) => {
  handle(request).catch((error: unknown) => {
    // Ends the worker: the extractor reports the document as damaged and starts another.
    throw error
  })
})

async function handle(request: WorkerRequest): Promise<void> {
  if (request.type === 'next') return reply(await readBatch(request.pages))
  await document?.close()
  document = undefined
  if (request.type === 'close') return
  try {
    document = await openDocument(request.path, request.password)
    next = request.fromPage
    reply({ type: 'opened', pageCount: document.pageCount, title: document.title })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    reply({ type: 'refused', failure: error.failure, amount: error.amount })
  }
}

async function readBatch(count: number): Promise<WorkerReply> {
  if (document === undefined) throw new Error('no document is open')
  const pages: ExtractedPage[] = []
  let failed = 0
  const last = Math.min(document.pageCount, next + count - 1)
  for (; next <= last; next += 1) {
    reply({ type: 'page', number: next })
    const page = await document.read(next)
    if (page === undefined) failed += 1
    pages.push(page ?? blank(next))
  }
  return { type: 'batch', pages, failed, done: next > document.pageCount }
}

/** A page that could not be read: US Letter without text. */
function blank(number: number): ExtractedPage {
  return { number, width: 612, height: 792, text: '', lines: [] }
}

function reply(message: WorkerReply): void {
  port?.postMessage(message)
}

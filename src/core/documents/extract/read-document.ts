/** Reads one document's pages on this thread: opens it within the limits, then hands out pages laid out as text. */
import { open } from 'node:fs/promises'
import type { PDFDocumentProxy, PDFPageProxy, TextItem } from 'pdfjs-dist/types/src/display/api.d.ts'
import { MAX_DOCUMENT_BYTES, MAX_DOCUMENT_PAGES } from '../../../contract/documents.ts'
import type { ExtractedPage } from './extracted-page.ts'
import { FontWeights } from './font-weights.ts'
import { layOut } from './layout.ts'
import { misspeltLigatures, repairLigatures } from './ligatures.ts'
import { normalizeCharacters } from './normalize.ts'
import { openPdf, SHOW_TEXT } from './pdfjs.ts'
import type { OpenFailure } from './protocol.ts'
import { toRuns } from './text-run.ts'

/** Why a document cannot be read; `amount` is its size in bytes or its number of pages where that is the reason. */
export class Refusal extends Error {
  readonly failure: OpenFailure
  readonly amount: number

  constructor(failure: OpenFailure, amount = 0, options?: ErrorOptions) {
    super(failure, options)
    this.failure = failure
    this.amount = amount
  }
}

export interface OpenDocument {
  readonly pageCount: number
  /** From the PDF's metadata. */
  readonly title: string | null
  /** The page, or undefined when it is too broken to read. */
  read(number: number): Promise<ExtractedPage | undefined>
  close(): Promise<void>
}

/** The header may follow a preamble, as in the PDF reference, implementation note 13 of version 1.7. */
const HEADER_BYTES = 1024

/** Opens the file at `path`. Throws a {@link Refusal}. */
export async function openDocument(path: string, password: string | null): Promise<OpenDocument> {
  const data = await readWithinLimit(path)
  if (!Buffer.from(data.buffer, 0, Math.min(HEADER_BYTES, data.length)).includes('%PDF-')) {
    throw new Refusal('not_pdf')
  }
  const task = openPdf(data, password)
  try {
    const document = await task.promise
    if (document.numPages > MAX_DOCUMENT_PAGES) throw new Refusal('too_many_pages', document.numPages)
    if (document.numPages < 1) throw new Refusal('damaged')
    const title = await titleOf(document)
    const weights = new FontWeights()
    return {
      pageCount: document.numPages,
      title,
      read: (number) => readPage(document, number, weights),
      close: () => task.destroy(),
    }
  } catch (error) {
    await task.destroy().catch(() => undefined)
    throw toRefusal(error, password)
  }
}

async function readWithinLimit(path: string): Promise<Uint8Array> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    if (size > MAX_DOCUMENT_BYTES) throw new Refusal('too_large', size)
    const data = new Uint8Array(size)
    await file.read(data, 0, size, 0)
    return data
  } finally {
    await file.close()
  }
}

function toRefusal(error: unknown, password: string | null): Refusal {
  if (error instanceof Refusal) return error
  if (error instanceof Error && error.name === 'PasswordException') {
    return new Refusal(password === null ? 'encrypted' : 'wrong_password')
  }
  return new Refusal('damaged', 0, { cause: error })
}

async function titleOf(document: PDFDocumentProxy): Promise<string | null> {
  try {
    const { info } = await document.getMetadata()
    const title: unknown = 'Title' in info ? info.Title : undefined
    return typeof title === 'string' ? normalizeCharacters(title).trim() || null : null
  } catch {
    return null
  }
}

async function readPage(
  document: PDFDocumentProxy,
  number: number,
  weights: FontWeights,
): Promise<ExtractedPage | undefined> {
  let page: PDFPageProxy | undefined
  try {
    page = await document.getPage(number)
    const viewport = page.getViewport({ scale: 1 })
    const content = await page.getTextContent({ disableNormalization: true })
    const drawn = content.items.filter((item): item is TextItem => 'str' in item)
    const items = drawn.some((item) => item.dir === 'rtl') ? await withLigatures(page, drawn) : drawn
    await weights.learn(page, Object.keys(content.styles))
    const runs = toRuns(items, content.styles, viewport.transform, (font) => weights.isBold(font))
    return { number, width: viewport.width, height: viewport.height, ...layOut(runs) }
  } catch {
    return undefined
  } finally {
    page?.cleanup()
  }
}

async function withLigatures(page: PDFPageProxy, items: readonly TextItem[]): Promise<TextItem[]> {
  const repairs = misspeltLigatures(await page.getOperatorList(), SHOW_TEXT)
  return items.map((item) => ({ ...item, str: repairLigatures(item.str, repairs) }))
}

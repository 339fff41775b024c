/** Reads one document's pages on this thread: opens it within the limits, then hands out pages laid out as text. */
import { open } from 'node:fs/promises'
import { MAX_DOCUMENT_BYTES, MAX_DOCUMENT_PAGES } from '../../../contract/documents.ts'
import type { ExtractedPage } from './extracted-page.ts'
import { normalizeCharacters } from './normalize.ts'
import { PdfiumReader } from './pdfium-reader.ts'
import type { PdfjsDocument } from './pdfjs-document.ts'
import type { OpenFailure } from './protocol.ts'

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
  const pdfium = await PdfiumReader.open(data, password)
  if (pdfium !== undefined && pdfium.pageCount > 0) return withPdfium(pdfium, path, password)
  pdfium?.close()
  return withPdfjs(data, password)
}

/** Reads with pdfium; pdf.js, which takes three times as long, is opened for the pages that pdfium leaves to it. */
function withPdfium(pdfium: PdfiumReader, path: string, password: string | null): OpenDocument {
  if (pdfium.pageCount > MAX_DOCUMENT_PAGES) {
    pdfium.close()
    throw new Refusal('too_many_pages', pdfium.pageCount)
  }
  let pdfjs: Promise<PdfjsDocument> | undefined
  return {
    pageCount: pdfium.pageCount,
    title: tidyTitle(pdfium.title),
    read: async (number) => {
      const page = pdfium.read(number)
      if (page !== undefined) return page
      pdfjs ??= readWithinLimit(path).then((data) => openPdfjs(data, password))
      return pdfjs.then((document) => document.read(number)).catch(() => undefined)
    },
    close: async () => {
      pdfium.close()
      await pdfjs?.then((document) => document.close()).catch(() => undefined)
    },
  }
}

/** Reads with pdf.js alone, whose verdict on files that pdfium cannot open stands. */
async function withPdfjs(data: Uint8Array, password: string | null): Promise<OpenDocument> {
  let document: PdfjsDocument
  try {
    document = await openPdfjs(data, password)
  } catch (error) {
    throw toRefusal(error, password)
  }
  const { pageCount } = document
  const isWithinLimits = pageCount >= 1 && pageCount <= MAX_DOCUMENT_PAGES
  if (!isWithinLimits) {
    await document.close()
    throw pageCount < 1 ? new Refusal('damaged') : new Refusal('too_many_pages', pageCount)
  }
  return {
    pageCount,
    title: tidyTitle(await document.title()),
    read: (number) => document.read(number),
    close: () => document.close(),
  }
}

/** Loads pdf.js itself too, which most documents do without. */
async function openPdfjs(data: Uint8Array, password: string | null): Promise<PdfjsDocument> {
  const { PdfjsDocument } = await import('./pdfjs-document.ts')
  return PdfjsDocument.open(data, password)
}

function tidyTitle(title: string): string | null {
  return normalizeCharacters(title).trim() || null
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
  if (error instanceof Error && error.name === 'PasswordException') {
    return new Refusal(password === null ? 'encrypted' : 'wrong_password')
  }
  return new Refusal('damaged', 0, { cause: error })
}

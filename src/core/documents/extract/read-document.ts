/** Reads one document's pages on this thread: opens it within the limits, then hands out pages laid out as text. */
import { open } from 'node:fs/promises'
import { MAX_DOCUMENT_BYTES, MAX_DOCUMENT_PAGES } from '../../../contract/documents.ts'
import { type OpenDocument, Refusal } from './open-document.ts'
import { openPdfiumDocument } from './pdfium-document.ts'

/** The header may follow a preamble, as in the PDF reference, implementation note 13 of version 1.7. */
const HEADER_BYTES = 1024

/** Opens the file at `path`. Throws a {@link Refusal}. */
export async function openDocument(path: string, password: string | null): Promise<OpenDocument> {
  const data = await readWithinLimit(path)
  if (!Buffer.from(data.buffer, 0, Math.min(HEADER_BYTES, data.length)).includes('%PDF-')) {
    throw new Refusal('not_pdf')
  }
  const fast = await openPdfiumDocument(data, password)
  // What pdfium refuses, pdf.js may repair; else it knows the reason.
  if (!fast) return openThorough(data, password)
  if (fast.pageCount > MAX_DOCUMENT_PAGES) {
    await fast.close()
    throw new Refusal('too_many_pages', fast.pageCount)
  }
  let thorough: Promise<OpenDocument> | undefined
  return {
    pageCount: fast.pageCount,
    title: fast.title,
    async read(number) {
      const page = await fast.read(number)
      if (page) return page
      thorough ??= readWithinLimit(path).then((again) => openThorough(again, password))
      // A document that only pdfium can open has pages that nobody can read.
      const document = await thorough.catch(() => undefined)
      return document?.read(number)
    },
    async close() {
      await fast.close()
      await (await thorough?.catch(() => undefined))?.close()
    },
  }
}

/** Loaded on first need: most documents do without pdf.js, and it takes 30 MB a thread. */
async function openThorough(data: Uint8Array, password: string | null): Promise<OpenDocument> {
  const { openPdfjsDocument } = await import('./pdfjs-document.ts')
  return openPdfjsDocument(data, password)
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

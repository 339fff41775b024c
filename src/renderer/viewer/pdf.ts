/** Opens documents with pdf.js, and keeps the last few open. */
import { GlobalWorkerOptions, getDocument, type PDFDocumentProxy } from 'pdfjs-dist'
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url'
import { host } from '../state/host.ts'

GlobalWorkerOptions.workerSrc = workerUrl

/** Tabs that are gone back to open at once; more would hold too much memory. */
const KEPT = 6
const open = new Map<string, Promise<PDFDocumentProxy>>()

/**
 * The document, opened or as it was opened before. Throws pdf.js's `PasswordException` when it needs a password, or another one, and
 * `ResponseException` when the file cannot be fetched. A password is kept in memory only.
 */
export function openPdf(documentId: string, password?: string): Promise<PDFDocumentProxy> {
  const known = open.get(documentId)
  if (known && password === undefined) {
    // Put last: the one that was used longest ago goes first.
    open.delete(documentId)
    open.set(documentId, known)
    return known
  }
  const { url, httpHeaders } = host.content(documentId)
  const pdf = getDocument({
    url: new URL(url, document.baseURI).href,
    httpHeaders,
    ...(password !== undefined && { password }),
    cMapUrl: asset('cmaps'),
    cMapPacked: true,
    standardFontDataUrl: asset('standard_fonts'),
    wasmUrl: asset('wasm'),
    iccUrl: asset('iccs'),
    // The file lies on this computer and has at most 25 MB: one request is faster than many small ones.
    disableRange: true,
    // Forms of this kind come with scripts of their own.
    enableXfa: false,
    stopAtErrors: false,
  }).promise
  open.set(documentId, pdf)
  pdf.catch(() => open.delete(documentId))
  for (const [id, old] of open) {
    if (open.size <= KEPT) break
    open.delete(id)
    void old.then((one) => one.loadingTask.destroy()).catch(() => {})
  }
  return pdf
}

/** pdf.js fetches from a worker, which has no address of its own to start from. */
const asset = (folder: string) => new URL(`pdfjs/${folder}/`, document.baseURI).href

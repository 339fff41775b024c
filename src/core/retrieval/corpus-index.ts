/** The part of the index that one search reads, laid out for scoring: documents, their pages and chunks in flat arrays. */
import type { IdentityTerms } from './identity.ts'
import { unpackLayout } from './postings.ts'
import { statements } from './statements.ts'

export interface IndexedDocument {
  readonly id: string
  readonly identity: IdentityTerms
  /** Packed layout (see postings.ts). */
  readonly lengths: Uint8Array
}

/** Packed postings of one term in one document: the bytes `[start, end)` of `bytes`. */
export interface TermPostings {
  readonly document: number
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
}

/** Pages and chunks are numbered through all documents; a document's, and a page's, are consecutive. */
export interface CorpusLayout {
  readonly documents: readonly IndexedDocument[]
  /** First chunk and first page of each document, one more entry than documents. */
  readonly firstChunk: Int32Array
  readonly firstPage: Int32Array
  readonly pageOfChunk: Int32Array
  readonly documentOfPage: Int32Array
  /** First chunk of each page, one more entry than pages. */
  readonly firstChunkOfPage: Int32Array
  /** 1-based number of the page in its document. */
  readonly pageNumber: Int32Array
  readonly boilerplate: Uint8Array
  /** {@link statements} of each page, four a page. */
  readonly statementScores: Uint8Array
  readonly bodyLength: Float32Array
  readonly headingLength: Float32Array
}

export function layOut(documents: readonly IndexedDocument[]): CorpusLayout {
  const layouts = documents.map((document) => unpackLayout(document.lengths))
  const pageCount = layouts.reduce((sum, pages) => sum + pages.length, 0)
  const chunkCount = layouts.reduce(
    (sum, pages) => sum + pages.reduce((all, page) => all + page.chunks.length, 0),
    0,
  )
  const layout = {
    documents,
    firstChunk: new Int32Array(documents.length + 1),
    firstPage: new Int32Array(documents.length + 1),
    pageOfChunk: new Int32Array(chunkCount),
    documentOfPage: new Int32Array(pageCount),
    firstChunkOfPage: new Int32Array(pageCount + 1),
    pageNumber: new Int32Array(pageCount),
    boilerplate: new Uint8Array(pageCount),
    statementScores: new Uint8Array(pageCount * statements.length),
    bodyLength: new Float32Array(chunkCount),
    headingLength: new Float32Array(chunkCount),
  }
  let page = 0
  let chunk = 0
  for (const [document, pages] of layouts.entries()) {
    layout.firstChunk[document] = chunk
    layout.firstPage[document] = page
    for (const each of pages) {
      layout.documentOfPage[page] = document
      layout.firstChunkOfPage[page] = chunk
      layout.pageNumber[page] = each.page
      layout.boilerplate[page] = each.boilerplate
      layout.statementScores.set(each.statements, page * statements.length)
      for (const { bodyLength, headingLength } of each.chunks) {
        layout.pageOfChunk[chunk] = page
        layout.bodyLength[chunk] = bodyLength
        layout.headingLength[chunk] = headingLength
        chunk += 1
      }
      page += 1
    }
  }
  layout.firstChunk[documents.length] = chunk
  layout.firstPage[documents.length] = page
  layout.firstChunkOfPage[page] = chunk
  return layout
}

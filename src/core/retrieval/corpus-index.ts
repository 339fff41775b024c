/** The part of the index that one search reads, laid out for scoring: documents, their pages and chunks in flat arrays. */
import type { IdentityTerms } from './identity.ts'
import { unpackLayout } from './postings.ts'
import { statements } from './statements.ts'

export interface IndexedDocument {
  readonly id: string
  readonly identity: IdentityTerms
  readonly layout: Layout
}

/** Packed postings of one term in one document: the bytes `[start, end)` of `bytes`. */
export interface TermPostings {
  /** Position of the document in the corpus. */
  readonly document: number
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
}

/** Pages and chunks, numbered from 0; a page's chunks are consecutive. */
export interface Layout {
  readonly pageOfChunk: Int32Array
  /** First chunk of each page. */
  readonly firstChunkOfPage: Int32Array
  /** 1-based number of the page in its document. */
  readonly pageNumber: Int32Array
  readonly boilerplate: Uint8Array
  /** {@link statements} of each page, four a page. */
  readonly statementScores: Uint8Array
  /** Terms in each chunk's text. */
  readonly bodyLength: Float32Array
}

/** The layouts of several documents as one, numbered through; a document's pages and chunks are consecutive. */
export interface CorpusLayout extends Layout {
  readonly documents: readonly IndexedDocument[]
  /** First chunk of each document. */
  readonly firstChunk: Int32Array
  readonly documentOfPage: Int32Array
  /** Terms on each page. */
  readonly pageLength: Float32Array
  /** Terms on all of them. */
  readonly length: number
}

/** The layout of one document, from what packLayout made. */
export function readLayout(packed: Uint8Array): Layout {
  const pages = unpackLayout(packed)
  const chunkCount = pages.reduce((sum, { chunkLengths }) => sum + chunkLengths.length, 0)
  const layout = emptyLayout(pages.length, chunkCount)
  let chunk = 0
  for (const [page, { page: number, boilerplate, statements: scores, chunkLengths }] of pages.entries()) {
    layout.firstChunkOfPage[page] = chunk
    layout.pageNumber[page] = number
    layout.boilerplate[page] = boilerplate
    layout.statementScores.set(scores, page * statements.length)
    for (const length of chunkLengths) {
      layout.pageOfChunk[chunk] = page
      layout.bodyLength[chunk] = length
      chunk += 1
    }
  }
  return layout
}

export function layOut(documents: readonly IndexedDocument[]): CorpusLayout {
  const count = (of: (layout: Layout) => { length: number }) =>
    documents.reduce((sum, { layout }) => sum + of(layout).length, 0)
  const pageCount = count(({ pageNumber }) => pageNumber)
  const corpus = {
    ...emptyLayout(
      pageCount,
      count(({ pageOfChunk }) => pageOfChunk),
    ),
    documents,
    firstChunk: new Int32Array(documents.length),
    documentOfPage: new Int32Array(pageCount),
    pageLength: new Float32Array(pageCount),
  }
  let page = 0
  let first = 0
  for (const [document, { layout }] of documents.entries()) {
    corpus.firstChunk[document] = first
    corpus.documentOfPage.fill(document, page, page + layout.pageNumber.length)
    setShifted(corpus.pageOfChunk, layout.pageOfChunk, first, page)
    setShifted(corpus.firstChunkOfPage, layout.firstChunkOfPage, page, first)
    corpus.pageNumber.set(layout.pageNumber, page)
    corpus.boilerplate.set(layout.boilerplate, page)
    corpus.statementScores.set(layout.statementScores, page * statements.length)
    corpus.bodyLength.set(layout.bodyLength, first)
    page += layout.pageNumber.length
    first += layout.pageOfChunk.length
  }
  let length = 0
  for (let chunk = 0; chunk < corpus.bodyLength.length; chunk += 1) {
    const page = corpus.pageOfChunk[chunk] ?? 0
    const ofChunk = corpus.bodyLength[chunk] ?? 0
    corpus.pageLength[page] = (corpus.pageLength[page] ?? 0) + ofChunk
    length += ofChunk
  }
  return { ...corpus, length }
}

const emptyLayout = (pageCount: number, chunkCount: number): Layout => ({
  pageOfChunk: new Int32Array(chunkCount),
  firstChunkOfPage: new Int32Array(pageCount),
  pageNumber: new Int32Array(pageCount),
  boilerplate: new Uint8Array(pageCount),
  statementScores: new Uint8Array(pageCount * statements.length),
  bodyLength: new Float32Array(chunkCount),
})

function setShifted(target: Int32Array, source: Int32Array, at: number, shift: number): void {
  for (let index = 0; index < source.length; index += 1) target[at + index] = (source[index] ?? 0) + shift
}

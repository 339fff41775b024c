/** A passage of a document as the chat handles it: numbered, with the lines that its citations are drawn from. */
import type { Citation, Rect, Source, SourceDocument } from '../../contract/index.ts'
import type { PageLine } from '../database/index.ts'

export interface Passage extends Source {
  readonly headingPath: readonly string[]
  /** The lines of the passage; their spans count from the start of its text. */
  readonly lines: readonly PageLine[]
}

/** Characters of a passage's text, end exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** The passage as clients see it. */
export function toSource({ headingPath: _, lines: __, ...source }: Passage): Source {
  return source
}

/** The pages of each document among `passages`, the document of the best passage first. */
export function sourceDocuments(passages: readonly Passage[]): SourceDocument[] {
  const documents = new Map<string, { documentName: string; pages: Set<number> }>()
  for (const { documentId, documentName, page } of passages) {
    const { pages } = documents.get(documentId) ?? { pages: new Set<number>() }
    documents.set(documentId, { documentName, pages: pages.add(page) })
  }
  return [...documents].map(([documentId, { documentName, pages }]) => ({
    ...{ documentId, documentName },
    pages: [...pages].sort((a, b) => a - b),
  }))
}

/** The citation of `spans` of `passage`: its words as they stand there, and the rectangles of just their lines. */
export function cite(passage: Passage, spans: readonly Span[]): Citation {
  const { n, chunkId, documentId, documentName, page } = passage
  const quote = spans.map(({ start, end }) => passage.text.slice(start, end)).join(' … ')
  return { n, chunkId, documentId, documentName, page, quote, rects: rectsOf(passage, spans) }
}

function rectsOf(passage: Passage, spans: readonly Span[]): Rect[] {
  return passage.lines
    .filter((line) => spans.some(({ start, end }) => line.start < end && line.end > start))
    .map(({ x, y, width, height }) => ({ page: passage.page, x, y, width, height }))
}

/** Groups passages by their document, the document of the best passage first. */
import type { SearchResult } from '../../contract/index.ts'

export interface DocumentPassages {
  readonly document: SearchResult['document']
  /** Best first, as they came. */
  readonly passages: readonly SearchResult[]
}

export function groupByDocument(results: readonly SearchResult[]): readonly DocumentPassages[] {
  return [...Map.groupBy(results, ({ document }) => document.id).values()].flatMap((passages) =>
    passages[0] ? [{ document: passages[0].document, passages }] : [],
  )
}

/** How far the documents at work are, all together. */
import type { Document } from '../../contract/index.ts'

export interface Work {
  /** Of the documents at work. */
  readonly count: number
  /** Of one of them. */
  readonly name: string
  /** Of all documents given, those at work and those that are through. */
  readonly pages: number
  readonly done: number
  /** Whether some pages are not counted yet: those of documents that wait are estimated by their size. */
  readonly estimated: boolean
  /** Null while no speed is known. */
  readonly millisecondsLeft: number | null
}

export function workOf(documents: Iterable<Document>, speeds: ReadonlyMap<string, number>): Work {
  const all = [...documents]
  const atWork = all.filter((document) => !isSettled(document))
  const pagesOf = pageEstimate(all)
  const pages = sum(all, pagesOf)
  const done = sum(all, (document) => (isSettled(document) ? pagesOf(document) : document.pagesDone))
  const speed = sum(atWork, ({ id }) => speeds.get(id) ?? 0)
  return {
    ...{ count: atWork.length, name: atWork[0]?.name ?? '', pages, done },
    estimated: atWork.some(({ pageCount }) => pageCount === null),
    millisecondsLeft: speed > 0 ? ((pages - done) / speed) * 1_000 : null,
  }
}

export const isSettled = ({ status }: Pick<Document, 'status'>): boolean =>
  status === 'waiting' || status === 'ready' || status === 'failed' || status === 'cancelled'

/** Of a report of text and tables; any document whose pages are counted tells better. */
const BYTES_PER_PAGE = 10_000

function pageEstimate(documents: readonly Document[]): (document: Document) => number {
  const counted = documents.filter(({ pageCount }) => pageCount !== null)
  const countedPages = sum(counted, ({ pageCount }) => pageCount ?? 0)
  const perPage = countedPages > 0 ? sum(counted, ({ bytes }) => bytes) / countedPages : BYTES_PER_PAGE
  return ({ pageCount, bytes, status }) =>
    pageCount ?? (isSettled({ status }) ? 0 : Math.max(1, Math.round(bytes / perPage)))
}

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0)

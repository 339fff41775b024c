/** How far the documents at work are, all together. */
import type { Document } from '../../contract/index.ts'

export interface Work {
  readonly count: number
  /** Of one of them. */
  readonly name: string
  /** From 0 to 1, by pages read. */
  readonly share: number
  /** Null while no speed is known. */
  readonly millisecondsLeft: number | null
}

export function workOf(documents: Iterable<Document>, speeds: ReadonlyMap<string, number>): Work {
  let count = 0
  let name = ''
  let pages = 0
  let done = 0
  let speed = 0
  for (const document of documents) {
    if (isSettled(document)) continue
    count++
    name ||= document.name
    pages += document.pageCount ?? ASSUMED_PAGES
    done += document.pagesDone
    speed += speeds.get(document.id) ?? 0
  }
  return {
    count,
    name,
    share: pages === 0 ? 0 : Math.min(1, done / pages),
    millisecondsLeft: speed > 0 ? ((pages - done) / speed) * 1_000 : null,
  }
}

/** Of a document that nobody has opened yet. */
const ASSUMED_PAGES = 50

export const isSettled = ({ status }: Pick<Document, 'status'>): boolean =>
  status === 'ready' || status === 'failed' || status === 'cancelled'

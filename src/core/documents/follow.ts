/** Follows documents until they are done, in whatever process that happens. */
import type { Actor, Document, DocumentEvent } from '../../contract/index.ts'
import { isSettled } from './ingest.ts'
import { Newest } from './newest.ts'
import type { DocumentChange, Progress } from './progress.ts'

/** After this long without news they are listed again: a message between processes may be lost, and the row never is. */
const LIST_AGAIN_MS = 10_000

/**
 * The documents `ids`, or all without it, as they are now and at every change, until none of them is at work any more. A reader that falls
 * behind gets the newest state of each.
 */
export async function* follow(
  parts: {
    readonly progress: Pick<Progress, 'listen'>
    readonly list: (actor: Actor) => Promise<Document[]>
    readonly listAgainMs?: number | undefined
  },
  actor: Actor,
  ids: readonly string[] | undefined,
  signal: AbortSignal,
): AsyncGenerator<DocumentEvent> {
  const { list, listAgainMs = LIST_AGAIN_MS, progress } = parts
  const news = new Newest<DocumentChange>(signal)
  const leave = await progress.listen(actor, (change) => news.put(idOf(change), change))
  try {
    const wanted = ({ id }: Document) => ids === undefined || ids.includes(id)
    const atWork = new Set<string>()
    for (const document of (await list(actor)).filter(wanted)) {
      if (!isSettled(document)) atWork.add(document.id)
      yield { document, pagesPerSecond: null }
    }
    while (atWork.size > 0) {
      const change = await news.next(listAgainMs)
      if (signal.aborted) return
      if (change?.type === 'document') {
        const { document, pagesPerSecond } = change
        if (!wanted(document)) continue
        if (isSettled(document)) atWork.delete(document.id)
        else atWork.add(document.id)
        yield { document, pagesPerSecond }
      } else if (change) {
        atWork.delete(change.id)
      } else {
        const documents = new Map((await list(actor)).map((document) => [document.id, document]))
        for (const id of [...atWork]) {
          const document = documents.get(id)
          if (document && !isSettled(document)) continue
          atWork.delete(id)
          if (document) yield { document, pagesPerSecond: null }
        }
      }
    }
  } finally {
    leave()
  }
}

const idOf = (change: DocumentChange) => (change.type === 'document' ? change.document.id : change.id)

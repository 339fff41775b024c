/** Tells who listens how documents advance, come and go. */
import type { Actor, Change, Document } from '../../contract/index.ts'
import type { Changes } from '../changes/index.ts'

type Owner = Pick<Actor, 'tenantId' | 'userId'>
/** A document as it now is, or that it went to the bin. */
export type DocumentChange = Extract<Change, { type: 'document' | 'document_removed' }>
export type Emit = (actor: Owner, document: Document, pagesPerSecond?: number | null) => void

export class Progress {
  private readonly changes: Pick<Changes, 'publish' | 'listen'>

  constructor(changes: Pick<Changes, 'publish' | 'listen'>) {
    this.changes = changes
  }

  /** Sends `document` to the listeners of the actor's tenant. */
  emit(actor: Owner, document: Document, pagesPerSecond: number | null = null): void {
    this.send(actor, { type: 'document', document, pagesPerSecond })
  }

  /** Says that the document is no longer listed. */
  remove(actor: Owner, id: string): void {
    this.send(actor, { type: 'document_removed', id })
  }

  /** For work that `signal` ends: what it finishes afterwards is not told, since it would bring back what was removed. */
  until(signal: AbortSignal): { readonly emit: Emit } {
    return {
      emit: (...event) => {
        if (!signal.aborted) this.emit(...event)
      },
    }
  }

  /** Calls `listener` for every change in the actor's tenant until the returned function is called. */
  listen(actor: Pick<Actor, 'tenantId'>, listener: (change: DocumentChange) => void): Promise<() => void> {
    return this.changes.listen(actor, (_, change) => {
      if (change.type === 'document' || change.type === 'document_removed') listener(change)
    })
  }

  private send(actor: Owner, change: DocumentChange): void {
    this.changes.publish(actor, change)
  }
}

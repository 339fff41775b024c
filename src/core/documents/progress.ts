/** Tells who listens how documents advance. */
import type { Actor, Document, DocumentEvent } from '../../contract/index.ts'
import type { Publish } from '../changes/index.ts'

export class Progress {
  private readonly listeners = new Map<(event: DocumentEvent) => void, string>()
  private readonly publish: Publish

  constructor(publish: Publish = () => {}) {
    this.publish = publish
  }

  /** Sends `document` to the listeners of the actor's tenant. */
  emit(
    actor: Pick<Actor, 'tenantId' | 'userId'>,
    document: Document,
    pagesPerSecond: number | null = null,
  ): void {
    for (const [listener, tenantId] of this.listeners) {
      if (tenantId === actor.tenantId) listener({ document, pagesPerSecond })
    }
    this.publish(actor, { type: 'document', document, pagesPerSecond })
  }

  /** Calls `listener` for every change in the actor's tenant until the returned function is called. */
  listen(actor: Pick<Actor, 'tenantId'>, listener: (event: DocumentEvent) => void): () => void {
    this.listeners.set(listener, actor.tenantId)
    return () => void this.listeners.delete(listener)
  }
}

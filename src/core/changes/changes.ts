/** Tells every open window of a tenant what changed, once it is committed. */
import type { Actor, Change } from '../../contract/index.ts'

type Owner = Pick<Actor, 'tenantId' | 'userId'>
export type Publish = (actor: Owner, change: Change) => void

export interface Changes {
  /** Chats go to the windows of their own user, all else to those of the tenant. */
  readonly publish: Publish
  /** `ready`, then every change from that moment on, until the signal is aborted. */
  follow(actor: Owner, signal: AbortSignal): AsyncGenerator<Change>
}

/** At most ten changes of one thing a second: more than an eye follows, and less than a page of text a line. */
const PAUSE_MS = 100

/**
 * In one process. A listener that falls behind keeps the newest change of each thing only, so what it holds is bounded by how many
 * things there are, and the last state of each always arrives.
 */
export function createChanges({ pauseMs = PAUSE_MS }: { readonly pauseMs?: number } = {}): Changes {
  const listeners = new Set<(actor: Owner, change: Change) => void>()
  return {
    publish(actor, change) {
      for (const listener of listeners) listener(actor, change)
    },

    async *follow(actor, signal) {
      const pending = new Map<string, Change>()
      let wake = () => {}
      const listener = (owner: Owner, change: Change) => {
        if (!concerns(actor, owner, change)) return
        const key = keyOf(change)
        // Put last, so that changes of different things keep their order as far as it matters.
        pending.delete(key)
        pending.set(key, change)
        wake()
      }
      const onAbort = () => wake()
      signal.addEventListener('abort', onAbort)
      listeners.add(listener)
      try {
        yield { type: 'ready' }
        while (!signal.aborted) {
          if (pending.size === 0) {
            await new Promise<void>((resolve) => {
              wake = resolve
            })
            continue
          }
          const changes = [...pending.values()]
          pending.clear()
          yield* changes
          await pause(pauseMs, signal)
        }
      } finally {
        listeners.delete(listener)
        signal.removeEventListener('abort', onAbort)
      }
    },
  }
}

function concerns(reader: Owner, owner: Owner, change: Change): boolean {
  if (reader.tenantId !== owner.tenantId) return false
  const isPrivate = change.type === 'chat' || change.type === 'chat_removed'
  return !isPrivate || reader.userId === owner.userId
}

function keyOf(change: Change): string {
  switch (change.type) {
    case 'document':
      return change.document.id
    case 'folder':
      return change.folder.id
    case 'chat':
      return change.chat.id
    case 'document_removed':
    case 'folder_removed':
    case 'chat_removed':
      return change.id
    default:
      return change.type
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, milliseconds)
    signal.addEventListener('abort', done)
  })
}

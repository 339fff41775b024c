/** One connection to /ws/sync: says that there is something to pull, and no more (docs/sync.md). */
import type { WebSocket } from 'ws'
import type { z } from 'zod'
import { type Actor, type Change, type syncNewsSchema, toErrorInfo } from '../../contract/index.ts'
import type { Core } from '../../core/core.ts'
import { keepAlive } from '../heartbeat.ts'
import { NOT_SIGNED_IN } from '../http/enter-socket.ts'

/** Changes that come together are one pull. */
const GATHER_MS = 50
/** A document is seldom changed while it is read, and its progress is nobody's matter. */
const PROGRESS_MS = 1_000

export interface SyncSocketParts {
  readonly actor: Actor
  readonly changes: Core['changes']
  /** Throws when the sign-in has ended, or the membership. */
  readonly check: () => Promise<unknown>
  readonly onError: (error: unknown) => void
}

export function serveSync(socket: WebSocket, { actor, changes, check, onError }: SyncSocketParts): void {
  const left = new AbortController()
  let timer: NodeJS.Timeout | undefined
  let dueAt = Number.POSITIVE_INFINITY

  const send = (news: z.infer<typeof syncNewsSchema>) => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(news))
  }

  function tellIn(milliseconds: number): void {
    const at = performance.now() + milliseconds
    if (at >= dueAt) return
    clearTimeout(timer)
    dueAt = at
    timer = setTimeout(() => {
      dueAt = Number.POSITIVE_INFINITY
      send({ type: 'pull' })
    }, milliseconds)
  }

  const recheck = () =>
    void check().catch((error: unknown) => {
      const { code } = toErrorInfo(error)
      if (code === 'internal') return onError(error)
      socket.close(NOT_SIGNED_IN, code)
    })

  async function listen(): Promise<void> {
    for await (const change of changes(actor, left.signal)) {
      const wait = waitFor(change)
      if (wait !== null) tellIn(wait)
      if (change.type === 'members') recheck()
    }
  }

  keepAlive(socket, recheck)
  // The client sends nothing else, and whatever it sends asks for nothing.
  socket.on('message', () => send({ type: 'pong' }))
  socket.on('close', () => {
    left.abort()
    clearTimeout(timer)
  })
  listen().catch((error: unknown) => {
    onError(error)
    socket.terminate()
  })
}

/** Milliseconds; null for what is nothing to pull. `ready` is one: what came before it was told to nobody. */
function waitFor(change: Change): number | null {
  if (change.type === 'settings' || change.type === 'vector_index') return null
  const isAtWork =
    change.type === 'document' && !['ready', 'failed', 'cancelled'].includes(change.document.status)
  return isAtWork ? PROGRESS_MS : GATHER_MS
}

/** Tells every open window of a tenant what changed, once it is committed. */
import { z } from 'zod'
import { type Actor, type Change, changeSchema, idSchema } from '../../contract/index.ts'
import type { PubSub } from './pub-sub.ts'

type Owner = Pick<Actor, 'tenantId' | 'userId'>
/** Whose windows a change is for that concerns the owner's chats: theirs, unless it is said. */
const audienceSchema = z.enum(['user', 'others', 'everyone'])
type Audience = z.infer<typeof audienceSchema>
export type Publish = (actor: Owner, change: Change, audience?: Audience) => void

export type Listener = (owner: Owner, change: Change, audience: Audience) => void

export interface Changes {
  /** Chats go to the windows of those who may read them, all else to those of the tenant. */
  readonly publish: Publish
  /** Calls `listener` at every change in the tenant, in whatever process, until the returned function is called. */
  listen(actor: Pick<Actor, 'tenantId'>, listener: Listener): Promise<() => void>
  /** `ready`, then every change from that moment on, until the signal is aborted. */
  follow(actor: Owner, signal: AbortSignal): AsyncGenerator<Change>
}

/** At most ten changes of one thing a second: more than an eye follows, and less than a page of text a line. */
const PAUSE_MS = 100

/** A change on its way between processes. */
const messageSchema = z.object({
  tenantId: idSchema,
  userId: idSchema,
  change: changeSchema,
  audience: audienceSchema.default('user'),
})
const channelOf = (tenantId: string) => `changes:${tenantId}`

/**
 * Changes travel by `pubSub`. A follower that falls behind keeps the newest change of each thing only, so what it holds is bounded by
 * how many things there are, and the last state of each always arrives.
 */
export function createChanges({
  onError = () => {},
  pauseMs = PAUSE_MS,
  pubSub,
}: {
  readonly pubSub: PubSub
  readonly pauseMs?: number
  readonly onError?: (error: unknown) => void
}): Changes {
  const listen: Changes['listen'] = async ({ tenantId }, listener) => {
    const leave = await pubSub.subscribe(channelOf(tenantId), (text) => {
      const message = parseMessage(text)
      // A process of another version may speak of what this one does not know.
      if (message?.tenantId === tenantId) listener(message, message.change, message.audience)
    })
    return () => void leave()
  }
  return {
    listen,
    publish({ tenantId, userId }, change, audience = 'user') {
      const message = { tenantId, userId, change, audience }
      pubSub.publish(channelOf(tenantId), JSON.stringify(message)).catch(onError)
    },

    async *follow(actor, signal) {
      const pending = new Map<string, Change>()
      let wake = () => {}
      const onAbort = () => wake()
      signal.addEventListener('abort', onAbort)
      const leave = await listen(actor, (owner, published, audience) => {
        if (!concerns(actor, owner, published, audience)) return
        const change = asRead(actor, published)
        const key = keyOf(change)
        // Put last, so that changes of different things keep their order as far as it matters.
        pending.delete(key)
        pending.set(key, change)
        wake()
      })
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
        leave()
        signal.removeEventListener('abort', onAbort)
      }
    },
  }
}

function parseMessage(text: string): z.infer<typeof messageSchema> | undefined {
  try {
    return messageSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

function concerns(reader: Owner, owner: Owner, change: Change, audience: Audience): boolean {
  if (reader.tenantId !== owner.tenantId) return false
  const isOwn = reader.userId === owner.userId
  if (change.type === 'chat') return change.chat.shared || isOwn
  if (change.type === 'chat_removed') return audience === 'everyone' || isOwn === (audience === 'user')
  return true
}

/** A chat is published as its author has it. */
const asRead = ({ userId }: Owner, change: Change): Change =>
  change.type === 'chat'
    ? { ...change, chat: { ...change.chat, own: change.chat.author.id === userId } }
    : change

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

/** One connection to /ws/chat: several answers at once, each at the reader's pace. */
import type { WebSocket } from 'ws'
import {
  type AnswerEvent,
  AppError,
  type ChatRequest,
  type ChatResponse,
  chatRequestSchema,
  MAX_ANSWERS_PER_SOCKET,
  toErrorInfo,
} from '../../contract/index.ts'
import type { Core } from '../../core/core.ts'
import { keepAlive } from '../heartbeat.ts'
import type { Session } from '../services.ts'
import type { Answers } from './answers.ts'
import type { Recording } from './recording.ts'

/** A reader with more than this on the way is waited for. */
const MAX_BUFFERED_BYTES = 256 * 1024
/** Service restart, of RFC 6455's registry of close codes: connect again, to another process. */
export const RESTARTING = 1012

export interface ChatSocketParts {
  readonly core: Pick<Core, 'chats'>
  readonly answers: Answers
  /** Who is connected, asked anew for each request: sign-ins end, roles change. */
  readonly session: () => Promise<Session>
  readonly onError: (error: unknown) => string
}

export function serveChat(socket: WebSocket, parts: ChatSocketParts): void {
  const open = new Map<string, { readonly recording: Recording | null; readonly leave: AbortController }>()
  const { draining } = parts.answers

  if (draining.aborted) leaveWhenIdle()
  draining.addEventListener('abort', leaveWhenIdle)

  keepAlive(socket)
  socket.on('close', () => {
    draining.removeEventListener('abort', leaveWhenIdle)
    // The answers themselves go on.
    for (const { leave } of open.values()) leave.abort()
  })
  socket.on('message', (data, isBinary) => {
    const request = isBinary ? undefined : parsed(data.toString())
    if (!request) {
      const error = new AppError('bad_request', { reason: 'not a message of this protocol' })
      return send({ type: 'refused', error: toErrorInfo(error) })
    }
    void handle(request)
  })

  /** A process that is about to end finishes its answers and sends its readers to another. */
  function leaveWhenIdle(): void {
    if (draining.aborted && open.size === 0) socket.close(RESTARTING, 'restarting')
  }

  function send(response: ChatResponse): void {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(response))
  }

  async function handle(request: ChatRequest): Promise<void> {
    if (request.type === 'ping') return send({ type: 'pong' })
    if (request.type === 'cancel') return void open.get(request.id)?.recording?.stop()
    try {
      await follow(request)
    } catch (error) {
      const reference = error instanceof AppError ? 'none' : parts.onError(error)
      send({ type: 'error', id: request.id, error: toErrorInfo(error, reference) })
    }
    leaveWhenIdle()
  }

  async function follow(request: Exclude<ChatRequest, { type: 'ping' | 'cancel' }>): Promise<void> {
    const { id } = request
    if (open.has(id)) throw new AppError('bad_request', { reason: 'this id is in use on the connection' })
    if (open.size >= MAX_ANSWERS_PER_SOCKET) throw new AppError('too_many_requests', { seconds: 5 })
    const leave = new AbortController()
    // Before anything is waited for, so that two requests with one id cannot both pass.
    open.set(id, { recording: null, leave })
    try {
      const { actor } = await parts.session()
      if (request.type === 'resume')
        return await forward(id, parts.answers.resume(actor, request.messageId, leave.signal), leave.signal)
      const recording = parts.answers.start(actor, (signal) =>
        request.type === 'ask'
          ? parts.core.chats.ask(actor, request, signal)
          : parts.core.chats.regenerate(actor, request, signal),
      )
      open.set(id, { recording, leave })
      await forward(id, recording.follow(), leave.signal)
    } finally {
      open.delete(id)
    }
  }

  async function forward(id: string, events: AsyncIterable<AnswerEvent>, left: AbortSignal): Promise<void> {
    for await (const event of events) {
      if (left.aborted) return
      if (event.type === 'done') send({ ...event, id, usage: event.message.usage })
      else send({ ...event, id })
      await drained(left)
    }
  }

  /** Resolves once the reader has taken enough of what was sent. */
  async function drained(left: AbortSignal): Promise<void> {
    while (socket.bufferedAmount > MAX_BUFFERED_BYTES && !left.aborted)
      await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

function parsed(frame: string): ChatRequest | undefined {
  try {
    return chatRequestSchema.safeParse(JSON.parse(frame)).data
  } catch {
    return undefined
  }
}

/** The answers that this process is writing: they go on when their reader is gone, and can be found again. */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Actor, type AnswerEvent, AppError, type Message } from '../../contract/index.ts'
import type { Core } from '../../core/core.ts'
import { Recording } from './recording.ts'

/** How often an answer that another process writes is looked at; it is saved every two seconds there. */
const LOOK_MS = 400

export interface Answers {
  /** Starts an answer, which goes on to its end whoever listens. Throws `service_unavailable` once the process is about to end. */
  start(actor: Actor, answer: (signal: AbortSignal) => AsyncIterable<AnswerEvent>): Recording
  /** A saved answer from its beginning: live where this process writes it, else as it is saved. Throws `not_found`. */
  resume(actor: Actor, messageId: string, signal: AbortSignal): AsyncGenerator<AnswerEvent>
  /** Aborted when no more are started here. */
  readonly draining: AbortSignal
  /** Starts no more, and waits for all, at most `graceMs`; then stops those that are left, which are saved. */
  drain(graceMs: number): Promise<void>
}

/** `observe` sees every answer's events as they pass. */
export function createAnswers(
  core: Pick<Core, 'chats'>,
  observe: (tenantId: string, events: AsyncIterable<AnswerEvent>) => AsyncIterable<AnswerEvent> = (
    _,
    events,
  ) => events,
): Answers {
  const running = new Set<Recording>()
  const draining = new AbortController()
  const byMessage = new Map<string, Recording>()

  /** What is saved, as events; its text in pieces as they arrive. */
  async function* saved(actor: Actor, first: Message, signal: AbortSignal): AsyncGenerator<AnswerEvent> {
    yield { type: 'start', chatId: first.chatId, messageId: first.id, model: first.model ?? 'extractive' }
    let [told, cited] = [0, 0]
    for (let message = first; ; message = await core.chats.message(actor, first.id)) {
      if (message.content.length > told) yield { type: 'delta', text: message.content.slice(told) }
      for (const citation of message.citations.slice(cited)) yield { type: 'citation', citation }
      told = message.content.length
      cited = message.citations.length
      if (message.status === 'failed' && message.error) return yield { type: 'error', error: message.error }
      if (message.status !== 'streaming') return yield { type: 'done', message }
      await sleep(LOOK_MS, undefined, { signal }).catch(() => {})
      if (signal.aborted) return
    }
  }

  return {
    draining: draining.signal,
    start(actor, answer) {
      if (draining.signal.aborted) throw new AppError('service_unavailable', { service: 'restarting' })
      let started: string | undefined
      const observed = (signal: AbortSignal) => observe(actor.tenantId, answer(signal))
      const recording = new Recording(observed, (messageId) => {
        started = messageId
        byMessage.set(keyOf(actor, messageId), recording)
      })
      running.add(recording)
      void recording.finished.then(() => {
        running.delete(recording)
        if (started !== undefined) byMessage.delete(keyOf(actor, started))
      })
      return recording
    },
    async *resume(actor, messageId, signal) {
      const live = byMessage.get(keyOf(actor, messageId))
      if (live) yield* live.follow()
      else yield* saved(actor, await core.chats.message(actor, messageId), signal)
    },
    async drain(graceMs) {
      draining.abort()
      const all = Promise.all([...running].map(({ finished }) => finished))
      const late = new AbortController()
      await Promise.race([all, sleep(graceMs, undefined, { signal: late.signal }).catch(() => {})])
      late.abort()
      for (const recording of running) recording.stop()
      await all
    },
  }
}

/** Of its owner: nobody finds another's. */
const keyOf = ({ tenantId, userId }: Actor, messageId: string) => `${tenantId} ${userId} ${messageId}`

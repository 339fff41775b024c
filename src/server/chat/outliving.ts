/** Answers that go on to their end when their reader's connection is gone, for callers that stream them from the router. */
import type { Actor, AnswerEvent } from '../../contract/index.ts'
import type { Core } from '../../core/core.ts'
import type { Answers } from './answers.ts'

/** The same core for one connection: who stops reading an answer while `isConnected` ends it; who is gone finds it saved. */
export function withOutlivingAnswers(core: Core, answers: Answers, isConnected: () => boolean): Core {
  async function* follow(
    actor: Actor,
    signal: AbortSignal | undefined,
    answer: (signal: AbortSignal) => AsyncIterable<AnswerEvent>,
  ): AsyncGenerator<AnswerEvent, void> {
    const recording = answers.start(actor, answer)
    const leave = () => {
      if (isConnected()) recording.stop()
    }
    signal?.addEventListener('abort', leave, { once: true })
    try {
      yield* recording.follow()
    } finally {
      signal?.removeEventListener('abort', leave)
      leave()
    }
  }

  const { ask, regenerate } = core.chats
  return {
    ...core,
    chats: {
      ...core.chats,
      ask: (actor, input, signal) => follow(actor, signal, (own) => ask(actor, input, own)),
      regenerate: (actor, input, signal) => follow(actor, signal, (own) => regenerate(actor, input, own)),
    },
  }
}

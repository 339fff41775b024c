/** An answer that is being written, kept from its beginning so that readers can come, go and come back. */
import type { AnswerEvent } from '../../contract/index.ts'

/**
 * Reads an answer to its end, at the model's pace. Each reader follows at its own: what it has not read yet is the answer itself, a few
 * pages at most, so that a slow one needs no memory of its own and holds nobody up.
 */
export class Recording {
  private readonly events: AnswerEvent[] = []
  private readonly stopping = new AbortController()
  private ended = false
  private news = Promise.withResolvers<void>()
  /** Resolves when the last event is there; never rejects. */
  readonly finished: Promise<void>

  constructor(
    answer: (signal: AbortSignal) => AsyncIterable<AnswerEvent>,
    onStart: (messageId: string) => void,
  ) {
    this.finished = this.record(answer(this.stopping.signal), onStart)
  }

  /** Ends the answer; it is saved as far as it got. */
  stop(): void {
    this.stopping.abort()
  }

  /** All events from the first on; throws what the answer threw before it began, such as `model_not_allowed`. */
  async *follow(): AsyncGenerator<AnswerEvent> {
    for (let read = 0; ; ) {
      const event = this.events[read]
      if (event) {
        read += 1
        yield event
      } else if (this.failure !== undefined) throw this.failure
      else if (this.ended) return
      else await this.news.promise
    }
  }

  private failure: unknown

  private async record(
    answer: AsyncIterable<AnswerEvent>,
    onStart: (messageId: string) => void,
  ): Promise<void> {
    try {
      for await (const event of answer) {
        this.events.push(event)
        if (event.type === 'start') onStart(event.messageId)
        this.tell()
      }
    } catch (error) {
      this.failure = error
    }
    this.ended = true
    this.tell()
  }

  private tell(): void {
    const { resolve } = this.news
    this.news = Promise.withResolvers()
    resolve()
  }
}

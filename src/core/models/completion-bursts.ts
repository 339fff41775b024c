/** A streamed completion as it is read from the wire: in bursts, because each passage through an answer costs what a whole sentence does. */
import { setTimeout as sleep } from 'node:timers/promises'
import { createParser } from 'eventsource-parser'
import { z } from 'zod'
import { AppError, type TokenUsage } from '../../contract/index.ts'

/** What of a stream is read at once after its first words; 16 pieces a second read as a steady flow (`npm run bench server`). */
const BURST_MS = 60
/** Ends the stream (OpenAI API, "Streaming"). */
const SENTINEL = '[DONE]'

const countSchema = z.int().min(0)
/** What we need of a chunk; endpoints leave out what they do not know. */
const chunkSchema = z.object({
  choices: z
    .array(
      z.object({
        delta: z.object({ content: z.string().nullish() }).nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .nullish(),
  usage: z.object({ prompt_tokens: countSchema, completion_tokens: countSchema }).nullish().catch(null),
  error: z.unknown().optional(),
})

export interface Burst {
  /** May be empty. */
  readonly text: string
  readonly usage: TokenUsage | undefined
  /** Whether the model said that it was finished. */
  readonly isFinished: boolean
}

/**
 * The first words as soon as they are there, and then what has come every {@link BURST_MS}; what waits is kept by the connection. Throws
 * `model_failed` when the endpoint says so or cannot be understood, and what the connection throws.
 */
export async function* readBursts(response: Response): AsyncGenerator<Burst> {
  const decoder = new TextDecoder()
  let burst = new Gathering()
  const parser = createParser({ onEvent: ({ data }) => burst.take(data) })
  for await (const bytes of response.body ?? []) {
    parser.feed(decoder.decode(bytes, { stream: true }))
    if (burst.isEmpty) continue
    const { failure, isDone, text } = burst
    yield burst
    if (failure) throw failure
    if (isDone) return
    burst = new Gathering()
    if (text !== '') await sleep(BURST_MS)
  }
}

class Gathering implements Burst {
  text = ''
  usage: TokenUsage | undefined
  isFinished = false
  isDone = false
  isEmpty = true
  /** Kept until what came before it is given out. */
  failure: AppError | undefined

  take(data: string): void {
    this.isEmpty = false
    this.isDone ||= data === SENTINEL
    if (this.isDone || this.failure) return
    const chunk = parsed(data)
    if (chunk instanceof AppError) this.failure = chunk
    else this.add(chunk)
  }

  private add({ choices, error, usage }: z.output<typeof chunkSchema>): void {
    if (error !== undefined && error !== null) this.failure = failed('it broke off with an error')
    this.text += choices?.[0]?.delta?.content ?? ''
    this.isFinished ||= Boolean(choices?.[0]?.finish_reason)
    if (!usage) return
    const { completion_tokens: completionTokens, prompt_tokens: promptTokens } = usage
    this.usage = { promptTokens, completionTokens, counted: false }
  }
}

function parsed(data: string): z.output<typeof chunkSchema> | AppError {
  try {
    return chunkSchema.parse(JSON.parse(data))
  } catch (error) {
    return failed('it sent what is no completion', error)
  }
}

const failed = (reason: string, cause?: unknown) => new AppError('model_failed', { reason }, { cause })

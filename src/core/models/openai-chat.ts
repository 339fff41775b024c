/** A chat model behind any OpenAI-compatible endpoint. */
import type { OpenAI } from 'openai'
import { AppError, type TokenUsage } from '../../contract/index.ts'
import type { ChatMessage, ChatModel } from './chat-model.ts'
import { readBursts } from './completion-bursts.ts'
import { type Endpoint, hostOf, lazyClient, toModelError } from './openai-client.ts'
import { ThinkingFilter } from './thinking.ts'

export interface OpenAIChatOptions extends Endpoint {
  readonly model: string
  /** A stream that stays silent this long has stalled. */
  readonly idleTimeoutMs?: number
}

type Request = OpenAI.Chat.Completions.ChatCompletionCreateParamsStreaming

const IDLE_TIMEOUT_MS = 60_000
/** Framing of the chat format: 3 tokens a message and 3 to start the reply (OpenAI Cookbook, "How to count tokens"). */
const TOKENS_PER_MESSAGE = 3

/** Names the model at `endpoint`; nothing is loaded or connected before the first question. */
export function createOpenAIChat(options: OpenAIChatOptions): ChatModel {
  const client = lazyClient(options)
  const refused = refusedBy(hostOf(options), options.model)
  return {
    name: options.model,
    isLocal: options.isLocal ?? false,
    async *stream(messages, { signal, maxTokens }) {
      const watch = new IdleWatch(signal, options.idleTimeoutMs ?? IDLE_TIMEOUT_MS)
      const thinking = new ThinkingFilter()
      // With the thoughts, which are paid for as well.
      let text = ''
      let usage: TokenUsage | undefined
      let finished = false
      try {
        if (signal.aborted) throw new AppError('cancelled')
        const response = await open(await client(), options.model, messages, maxTokens, refused, watch.signal)
        watch.touch()
        for await (const burst of readBursts(response)) {
          watch.touch()
          usage = burst.usage ?? usage
          finished ||= burst.isFinished
          if (burst.text === '') continue
          text += burst.text
          const shown = thinking.write(burst.text)
          if (shown !== '') yield { type: 'text', text: shown }
          // The reader's own slowness must not count as the endpoint's silence.
          watch.touch()
        }
        if (signal.aborted) throw new AppError('cancelled')
        if (watch.expired) throw new AppError('model_failed', { reason: 'it stopped writing' })
        if (!finished) throw new AppError('model_failed', { reason: 'the connection closed midway' })
      } catch (error) {
        if (watch.expired && !signal.aborted)
          throw new AppError('model_failed', { reason: 'it stopped writing' }, { cause: error })
        throw await toModelError(error, options, signal)
      } finally {
        watch.stop()
      }
      const rest = thinking.end()
      if (rest !== '') yield { type: 'text', text: rest }
      yield { type: 'usage', usage: usage ?? (await countUsage(messages, text)) }
    },
  }
}

/** What the exchange comes to by cl100k_base, for providers that give no figure. */
export async function countUsage(messages: readonly ChatMessage[], text: string): Promise<TokenUsage> {
  const { countTokens } = await import('../tokens/index.ts')
  const promptTokens = messages.reduce(
    (sum, message) => sum + TOKENS_PER_MESSAGE + countTokens(message.content),
    TOKENS_PER_MESSAGE,
  )
  return { promptTokens, completionTokens: countTokens(text), counted: true }
}

/** Parameters that some endpoint or model does not know, each with what to send instead when one says so. */
const optional: Readonly<Record<string, (request: Request) => Request>> = {
  stream_options: ({ stream_options: _, ...rest }) => rest,
  temperature: ({ temperature: _, ...rest }) => rest,
  // OpenAI's reasoning models refuse the old name, older servers the new one.
  max_tokens: ({ max_tokens, ...rest }) => ({ ...rest, max_completion_tokens: max_tokens }),
}

/** Remembered for the process: each question may make its model anew. */
const refusals = new Map<string, Set<string>>()

function refusedBy(host: string, model: string): Set<string> {
  const key = `${host}/${model}`
  const refused = refusals.get(key) ?? new Set()
  refusals.set(key, refused)
  return refused
}

async function open(
  client: OpenAI,
  model: string,
  messages: readonly ChatMessage[],
  maxTokens: number,
  refused: Set<string>,
  signal: AbortSignal,
): Promise<Response> {
  const { BadRequestError, UnprocessableEntityError } = await import('openai')
  for (;;) {
    let request: Request = {
      model,
      messages: messages.map(({ role, content }) => ({ role, content })),
      stream: true,
      stream_options: { include_usage: true },
      // Answers restate passages; nothing is gained from variety.
      temperature: 0,
      max_tokens: maxTokens,
    }
    for (const parameter of refused) request = optional[parameter]?.(request) ?? request
    try {
      return await client.chat.completions.create(request, { signal }).asResponse()
    } catch (error) {
      const isRefusal = error instanceof BadRequestError || error instanceof UnprocessableEntityError
      const parameter = isRefusal
        ? Object.keys(optional).find((name) => !refused.has(name) && error.message.includes(name))
        : undefined
      if (parameter === undefined) throw error
      refused.add(parameter)
    }
  }
}

/** Aborts when the caller does, and when nothing was heard for too long once the response has begun. */
class IdleWatch {
  readonly signal: AbortSignal
  expired = false
  private readonly stalled = new AbortController()
  private readonly idleMs: number
  private timer: NodeJS.Timeout | undefined

  constructor(caller: AbortSignal, idleMs: number) {
    this.idleMs = idleMs
    this.signal = AbortSignal.any([caller, this.stalled.signal])
  }

  touch(): void {
    // Moved on each time, which takes a tenth of making a new one.
    if (this.timer) return void this.timer.refresh()
    this.timer = setTimeout(() => {
      this.expired = true
      this.stalled.abort()
    }, this.idleMs)
  }

  stop(): void {
    clearTimeout(this.timer)
  }
}

/** The OpenAI-compatible chat model, through the real SDK against a real HTTP server. */
import { expect, it } from 'vitest'
import { type OpenAIServerOptions, startOpenAIServer } from '../../../test/stand-ins/openai-server.ts'
import { AppError, type ErrorCode } from '../../contract/index.ts'
import type { ChatPart } from './chat-model.ts'
import { createOpenAIChat, type OpenAIChatOptions } from './openai-chat.ts'

const question = [{ role: 'user' as const, content: 'How much?' }]

async function serve(server: OpenAIServerOptions = {}, options: Partial<OpenAIChatOptions> = {}) {
  const started = await startOpenAIServer(server)
  return { ...started, model: createOpenAIChat({ model: 'm', baseURL: started.baseURL, ...options }) }
}

async function collect(stream: AsyncIterable<ChatPart>) {
  let text = ''
  let usage: unknown
  let error: unknown
  try {
    for await (const part of stream) {
      if (part.type === 'text') text += part.text
      else usage = part.usage
    }
  } catch (caught) {
    error = caught
  }
  return { text, usage, code: error instanceof AppError ? error.code : error, error }
}

const ask = (model: { stream: ReturnType<typeof createOpenAIChat>['stream'] }, signal?: AbortSignal) =>
  collect(model.stream(question, { signal: signal ?? new AbortController().signal, maxTokens: 50 }))

it('streams the text, then the usage that the provider reports', async () => {
  const { model, requests, close } = await serve({ reply: () => 'Five point three billion.' })
  expect(await ask(model)).toMatchObject({
    text: 'Five point three billion.',
    usage: { promptTokens: 2, completionTokens: 4, counted: false },
    error: undefined,
  })
  expect(requests[0]?.body).toMatchObject({ stream: true, max_tokens: 50, model: 'm' })
  await close()
})

it('counts the tokens when the provider gives no figure', async () => {
  const { model, close } = await serve({ reply: () => 'one two three', usage: false })
  // 3 a message + 3 for the reply + "How much?" is 3 tokens; "one two three" is 3.
  expect((await ask(model)).usage).toEqual({ promptTokens: 9, completionTokens: 3, counted: true })
  await close()
})

it('does without parameters that the endpoint refuses, and remembers', async () => {
  const { model, requests, close } = await serve({ refuses: ['stream_options', 'temperature', 'max_tokens'] })
  expect(await ask(model)).toMatchObject({ text: 'ok', error: undefined })
  const tries = requests.length
  expect(await ask(model)).toMatchObject({ text: 'ok' })
  expect(requests.length).toBe(tries + 1)
  expect(requests.at(-1)?.body).toMatchObject({ max_completion_tokens: 50 })
  await close()
})

it('tries again after a rate limit or a server error', async () => {
  const { model, requests, failNext, close } = await serve()
  failNext(429, 1)
  failNext(500, 1)
  expect(await ask(model)).toMatchObject({ text: 'ok', error: undefined })
  expect(requests.length).toBe(3)
  await close()
})

it.each<[number, ErrorCode]>([
  [401, 'model_rejected_key'],
  [403, 'model_rejected_key'],
  [429, 'model_rate_limited'],
  [500, 'model_failed'],
  [404, 'model_failed'],
])('says of a lasting %i that it is %s', async (status, code) => {
  const { model, failNext, close } = await serve()
  failNext(status, 9)
  expect((await ask(model)).code).toBe(code)
  await close()
})

it('never lets the key into an error', async () => {
  const apiKey = 'sk-secret-0123456789'
  const { model, close } = await serve({ apiKey: 'another' }, { apiKey })
  const { error, code } = await ask(model)
  expect(code).toBe('model_rejected_key')
  expect(JSON.stringify([(error as AppError).message, (error as AppError).details])).not.toContain('secret')
  await close()
})

it('names only the host of an endpoint that cannot be reached', async () => {
  const { baseURL, close } = await serve()
  await close()
  const model = createOpenAIChat({
    model: 'm',
    baseURL: baseURL.replace('//', '//user:pass@'),
    maxRetries: 0,
  })
  const { error, code } = await ask(model)
  expect(code).toBe('model_unreachable')
  expect((error as AppError).details).toEqual({ endpoint: new URL(baseURL).host })
})

it.each(['drop', 'end'] as const)(
  'reports a stream cut off by %s after the text that came',
  async (ending) => {
    const { model, close } = await serve({ reply: () => ({ deltas: ['Half ', 'an '], ending }) })
    expect(await ask(model)).toMatchObject({ text: 'Half an ', code: 'model_failed' })
    await close()
  },
)

it('gives up on a stream that falls silent', async () => {
  const { model, close } = await serve(
    { reply: () => ({ deltas: ['Half '], ending: 'hang' }) },
    { idleTimeoutMs: 50 },
  )
  expect(await ask(model)).toMatchObject({ text: 'Half ', code: 'model_failed' })
  await close()
})

it('stops when told to, during the answer and before it', async () => {
  const { model, requests, close } = await serve({ reply: () => ({ deltas: ['Half '], ending: 'hang' }) })
  const controller = new AbortController()
  let text = ''
  const stopped = (async () => {
    for await (const part of model.stream(question, { signal: controller.signal, maxTokens: 50 })) {
      if (part.type === 'text') text += part.text
      controller.abort()
    }
  })()
  await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
  expect(text).toBe('Half ')
  expect((await ask(model, AbortSignal.abort())).code).toBe('cancelled')
  expect(requests.length).toBe(1)
  await close()
})

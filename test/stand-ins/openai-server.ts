/** A stand-in for an OpenAI-compatible endpoint: a real HTTP server on 127.0.0.1 whose replies a test scripts. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ChatRequest {
  readonly model: string
  readonly messages: readonly { readonly role: string; readonly content: string }[]
  readonly stream_options?: unknown
  readonly temperature?: number
  readonly max_tokens?: number
  readonly max_completion_tokens?: number
}

/** What to send back: text (cut into small deltas), the deltas themselves, or a stream that misbehaves. */
export type ChatReply =
  | string
  | readonly string[]
  | {
      readonly deltas: readonly string[]
      /** After the last delta: `drop` cuts the socket, `end` closes without finishing, `hang` stays silent. */
      readonly ending?: 'drop' | 'end' | 'hang'
    }

export interface OpenAIServerOptions {
  readonly reply?: (request: ChatRequest) => ChatReply
  /** Between deltas. */
  readonly delayMs?: number
  /** False: no usage chunk, as from endpoints that know no stream_options. */
  readonly usage?: boolean
  /** Parameters answered with a 400 that names them. */
  readonly refuses?: readonly string[]
  /** Only this key is accepted. */
  readonly apiKey?: string
  readonly dimensions?: number
  /** Awaited before vectors are sent. */
  readonly beforeVectors?: () => Promise<unknown>
  /** What it lists; null when it keeps no list. */
  readonly models?: readonly string[] | null
}

export interface OpenAIServer extends AsyncDisposable {
  readonly baseURL: string
  /** Bodies of the requests so far, failed ones included. */
  readonly requests: { readonly path: string; readonly body: Record<string, unknown> }[]
  /** Answers the next `times` requests with `status`. */
  failNext(status: number, times: number): void
  /** Resolves once a reader leaves a reply before its end. */
  disconnected(): Promise<void>
  close(): Promise<void>
}

/** Starts the server on a free port. */
export async function startOpenAIServer(options: OpenAIServerOptions = {}): Promise<OpenAIServer> {
  const requests: OpenAIServer['requests'] = []
  const failures: number[] = []
  let left = Promise.withResolvers<void>()
  const { models = ['stand-in'] } = options
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? ''
    response.on('close', () => {
      if (!response.writableFinished) left.resolve()
    })
    const body = await readJson(request)
    requests.push({ path, body })
    const failure = failures.shift()
    // `retry-after-ms` keeps the SDK's backoff out of the test's time.
    if (failure !== undefined)
      return fail(response, failure, `scripted ${failure}`, { 'retry-after-ms': '1' })
    if (options.apiKey && request.headers.authorization !== `Bearer ${options.apiKey}`)
      return fail(response, 401, `Incorrect API key provided: ${request.headers.authorization}`)
    const refused = options.refuses?.find((name) => name in body)
    if (refused) return fail(response, 400, `Unrecognized request argument supplied: ${refused}`)
    if (path.endsWith('/models') && models !== null)
      return json(response, 200, { object: 'list', data: models.map((id) => ({ id })) })
    if (path.endsWith('/embeddings')) {
      await options.beforeVectors?.()
      return json(response, 200, embeddings(body, options.dimensions ?? 1_536))
    }
    if (path.endsWith('/chat/completions'))
      return streamReply(response, body as unknown as ChatRequest, options)
    return fail(response, 404, 'no such path')
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return {
    baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    failNext: (status, times) => void failures.push(...Array<number>(times).fill(status)),
    disconnected() {
      left = Promise.withResolvers()
      return left.promise
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

async function streamReply(
  response: ServerResponse,
  request: ChatRequest,
  { reply = () => 'ok', delayMs = 0, usage = true }: OpenAIServerOptions,
): Promise<void> {
  const scripted = reply(request)
  const deltas =
    typeof scripted === 'string' ? cut(scripted) : 'deltas' in scripted ? scripted.deltas : scripted
  const ending = typeof scripted === 'object' && 'ending' in scripted ? scripted.ending : undefined
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  const send = (data: unknown) =>
    response.write(`data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`)
  const chunk = (delta: object, finish: string | null) => ({
    id: 'chatcmpl-stand-in',
    object: 'chat.completion.chunk',
    created: 0,
    model: request.model,
    choices: [{ index: 0, delta, finish_reason: finish }],
  })
  for (const content of deltas) {
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs))
    if (response.destroyed) return
    send(chunk({ content }, null))
  }
  if (ending === 'hang') return
  if (ending === 'drop') {
    // Lets the deltas reach the reader before the socket goes.
    await new Promise((resolve) => setTimeout(resolve, 20))
    response.destroy()
    return
  }
  if (ending !== 'end') {
    send(chunk({}, 'stop'))
    if (usage && request.stream_options) {
      const words = (text: string) => text.split(/\s+/).length
      const prompt = request.messages.reduce((sum, message) => sum + words(message.content), 0)
      const completion = words(deltas.join(''))
      const total = {
        prompt_tokens: prompt,
        completion_tokens: completion,
        total_tokens: prompt + completion,
      }
      send({ ...chunk({}, null), choices: [], usage: total })
    }
    send('[DONE]')
  }
  response.end()
}

const cut = (text: string) => text.match(/[\s\S]{1,7}/gu) ?? []

function embeddings(body: Record<string, unknown>, served: number) {
  const input = Array.isArray(body.input) ? (body.input as string[]) : [String(body.input)]
  const dimensions = typeof body.dimensions === 'number' ? body.dimensions : served
  // Out of order on purpose: clients must go by `index`.
  const data = input
    .map((text, index) => ({ object: 'embedding', index, embedding: hashedVector(text, dimensions) }))
    .toReversed()
  const tokens = input.reduce((sum, text) => sum + text.split(/\s+/).length, 0)
  return {
    object: 'list',
    model: body.model,
    data,
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  }
}

/** A unit vector of hashed words, so that texts that share words are near each other. */
export function hashedVector(text: string, dimensions: number): number[] {
  const vector = new Array<number>(dimensions).fill(0)
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ['']) {
    // FNV-1a, 32 bits.
    let hash = 0x811c9dc5
    for (const byte of Buffer.from(word)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
    const slot = hash % dimensions
    vector[slot] = (vector[slot] ?? 0) + 1
  }
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const text = Buffer.concat(parts).toString()
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
}

function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

function fail(
  response: ServerResponse,
  status: number,
  message: string,
  headers: Record<string, string> = {},
) {
  json(response, status, { error: { message, type: 'stand_in', code: null, param: null } }, headers)
}

/** An embedding model behind any OpenAI-compatible endpoint. */
import type { OpenAI } from 'openai'
import { AppError } from '../../contract/index.ts'
import type { EmbeddingModel } from './embedding-model.ts'
import { type Endpoint, hostOf, lazyClient, OPENAI_BASE_URL, toModelError } from './openai-client.ts'

export interface OpenAIEmbeddingOptions extends Endpoint {
  readonly model?: string
  readonly dimensions?: number
}

const DEFAULT_MODEL = 'text-embedding-3-small'
const DEFAULT_DIMENSIONS = 1_536
/** OpenAI takes 2,048 texts and 300,000 tokens a request; smaller ones fail cheaper and fit local servers. */
const MAX_TEXTS = 96
const MAX_TOKENS = 200_000
/** OpenAI refuses longer texts; other endpoints cut them themselves. */
const MAX_TEXT_TOKENS = 8_191

/** Names the model at `endpoint`; nothing is loaded or connected before the first text. */
export function createOpenAIEmbedding(options: OpenAIEmbeddingOptions = {}): EmbeddingModel {
  const model = options.model ?? DEFAULT_MODEL
  const dimensions = options.dimensions ?? DEFAULT_DIMENSIONS
  const client = lazyClient(options)
  const state = { sendsDimensions: /^text-embedding-3/.test(model) }
  return {
    space: spaceOf(options, model, dimensions),
    dimensions,
    isLocal: options.isLocal ?? false,
    async embed(texts, signal) {
      const vectors: Float32Array[] = []
      let tokens = 0
      try {
        for (const batch of await batches(texts)) {
          if (signal.aborted) throw new AppError('cancelled')
          const response = await request(await client(), { model, dimensions, batch, state, signal })
          vectors.push(...inOrder(response, batch.texts.length, dimensions))
          tokens += response.usage?.prompt_tokens || batch.tokens
        }
      } catch (error) {
        throw await toModelError(error, options, signal)
      }
      return { vectors, tokens }
    },
  }
}

/** `openai/MODEL@DIMENSIONS` for OpenAI itself, `HOST/MODEL@DIMENSIONS` for others: equal names elsewhere can be other models. */
function spaceOf(endpoint: Endpoint, model: string, dimensions: number): string {
  const host = hostOf(endpoint)
  const provider = host === new URL(OPENAI_BASE_URL).host ? 'openai' : host
  return `${provider}/${model}@${dimensions}`
}

interface Batch {
  readonly texts: string[]
  readonly tokens: number
}

/** Neighbouring texts together, within both limits. An empty text is sent as a space, which every endpoint accepts. */
async function batches(texts: readonly string[]): Promise<Batch[]> {
  const { countTokens, splitByTokens } = await import('../tokens/index.ts')
  const result: Batch[] = []
  let batch: string[] = []
  let tokens = 0
  const flush = () => {
    if (batch.length > 0) result.push({ texts: batch, tokens })
    batch = []
    tokens = 0
  }
  for (const text of texts) {
    const sent = text.trim() === '' ? ' ' : (splitByTokens(text, MAX_TEXT_TOKENS)[0] ?? ' ')
    const size = countTokens(sent)
    if (batch.length === MAX_TEXTS || tokens + size > MAX_TOKENS) flush()
    batch.push(sent)
    tokens += size
  }
  flush()
  return result
}

interface EmbeddingCall {
  readonly model: string
  readonly dimensions: number
  readonly batch: Batch
  readonly state: { sendsDimensions: boolean }
  readonly signal: AbortSignal
}

async function request(
  client: OpenAI,
  { model, dimensions, batch, state, signal }: EmbeddingCall,
): Promise<OpenAI.CreateEmbeddingResponse> {
  const { BadRequestError, UnprocessableEntityError } = await import('openai')
  const body = { model, input: batch.texts, encoding_format: 'float' as const }
  if (state.sendsDimensions) {
    try {
      return await client.embeddings.create({ ...body, dimensions }, { signal })
    } catch (error) {
      const refused = error instanceof BadRequestError || error instanceof UnprocessableEntityError
      if (!refused || !error.message.includes('dimensions')) throw error
      state.sendsDimensions = false
    }
  }
  return client.embeddings.create(body, { signal })
}

function inOrder(
  response: OpenAI.CreateEmbeddingResponse,
  count: number,
  dimensions: number,
): Float32Array[] {
  if (response.data.length !== count)
    throw new AppError('model_failed', {
      reason: `it returned ${response.data.length} vectors for ${count} texts`,
    })
  return response.data
    .toSorted((a, b) => a.index - b.index)
    .map(({ embedding }) => {
      if (embedding.length !== dimensions)
        throw new AppError('embedding_dimension_mismatch', { found: embedding.length, expected: dimensions })
      return Float32Array.from(embedding)
    })
}

/** The OpenAI-compatible embedding model, through the real SDK against a real HTTP server. */
import { expect, it } from 'vitest'
import { hashedVector, startOpenAIServer } from '../../../test/stand-ins/openai-server.ts'
import { createOpenAIEmbedding } from './openai-embedding.ts'

const { signal } = new AbortController()

it('returns vectors in the order of the texts, over several requests of at most 96', async () => {
  await using server = await startOpenAIServer()
  const model = createOpenAIEmbedding({ baseURL: server.baseURL, dimensions: 64 })
  const texts = Array.from({ length: 200 }, (_, index) => `text number ${index}`)
  const { vectors, tokens } = await model.embed(texts, signal)
  expect(vectors).toEqual(texts.map((text) => Float32Array.from(hashedVector(text, 64))))
  expect(server.requests.map(({ body }) => (body.input as string[]).length)).toEqual([96, 96, 8])
  expect(tokens).toBe(600)
})

it('keeps a request under 200,000 tokens', async () => {
  await using server = await startOpenAIServer()
  const model = createOpenAIEmbedding({ baseURL: server.baseURL, dimensions: 8 })
  const text = 'word '.repeat(8_000)
  await model.embed(Array<string>(30).fill(text), signal)
  expect(server.requests.map(({ body }) => (body.input as string[]).length)).toEqual([24, 6])
})

it('names its space by provider, model and dimension, whatever the path', () => {
  expect(createOpenAIEmbedding().space).toBe('openai/text-embedding-3-small@1536')
  expect(createOpenAIEmbedding({ baseURL: 'https://api.openai.com/v1/' }).space).toBe(
    'openai/text-embedding-3-small@1536',
  )
  expect(
    createOpenAIEmbedding({ baseURL: 'http://127.0.0.1:11434/v1', model: 'nomic', dimensions: 768 }).space,
  ).toBe('127.0.0.1:11434/nomic@768')
})

it('refuses vectors of another dimension than the space has', async () => {
  await using server = await startOpenAIServer({ dimensions: 32 })
  const model = createOpenAIEmbedding({ baseURL: server.baseURL, model: 'local', dimensions: 64 })
  await expect(model.embed(['a'], signal)).rejects.toMatchObject({
    code: 'embedding_dimension_mismatch',
    details: { found: 32, expected: 64 },
  })
})

it('sends an empty text as a space and nothing at all for no texts', async () => {
  await using server = await startOpenAIServer()
  const model = createOpenAIEmbedding({ baseURL: server.baseURL, dimensions: 8 })
  expect((await model.embed([], signal)).vectors).toEqual([])
  expect(server.requests).toEqual([])
  expect((await model.embed([''], signal)).vectors.length).toBe(1)
  expect(server.requests[0]?.body.input).toEqual([' '])
})

it('is cancelled by its signal and maps the endpoint’s refusals', async () => {
  await using server = await startOpenAIServer({ apiKey: 'right' })
  const model = createOpenAIEmbedding({ baseURL: server.baseURL, apiKey: 'wrong' })
  await expect(model.embed(['a'], AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' })
  await expect(model.embed(['a'], signal)).rejects.toMatchObject({ code: 'model_rejected_key' })
})

/** Who answers the next question, by what endpoints really say over HTTP. */
import { afterEach, expect, it } from 'vitest'
import {
  type OpenAIServer,
  type OpenAIServerOptions,
  startOpenAIServer,
} from '../../../test/stand-ins/openai-server.ts'
import { AppError, type Settings, settingsSchema } from '../../contract/index.ts'
import { createChatModels, type ModelEnvironment } from './index.ts'

const servers: OpenAIServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})

async function serve(options: OpenAIServerOptions = {}): Promise<OpenAIServer> {
  const server = await startOpenAIServer(options)
  servers.push(server)
  return server
}

async function goneAddress(): Promise<string> {
  const server = await startOpenAIServer()
  await server.close()
  return server.baseURL
}

const nothing: ModelEnvironment = { openaiKey: undefined, openaiBaseURL: undefined, endpointKey: undefined }
const allowed = ['stand-in', 'other']

function open(change: Partial<Settings> = {}, environment: Partial<ModelEnvironment> = {}) {
  const state = {
    settings: settingsSchema.parse(change),
    environment: { ...nothing, ...environment },
    time: 0,
  }
  const models = createChatModels({
    settings: () => state.settings,
    environment: () => state.environment,
    now: () => state.time,
  })
  return { state, models }
}

const nameOf = (model: 'extractive' | { readonly name: string }) =>
  model === 'extractive' ? model : model.name
const codeOf = (error: unknown) => (error instanceof AppError ? error.code : String(error))
const rows = async ({ models }: ReturnType<typeof open>) =>
  Object.fromEntries((await models.list(allowed)).map((status) => [status.source, status]))

it('quotes where nothing is configured, and says what is missing', async () => {
  const workspace = open()
  expect(await workspace.models.list(allowed)).toMatchObject([
    { source: 'endpoint', state: 'not_set', host: null, next: false },
    { source: 'openai', state: 'needs_key', host: 'api.openai.com', local: false, next: false },
    { source: 'extractive', state: 'ready', local: true, next: true },
  ])
  expect(nameOf(await workspace.models.choose(allowed, undefined))).toBe('extractive')
})

it('shows of an endpoint the allowed models, and answers with the first where none is chosen', async () => {
  const { baseURL } = await serve({ models: ['unlisted', 'other', 'stand-in'] })
  const workspace = open({ 'chat.endpoint': baseURL })
  expect((await rows(workspace)).endpoint).toMatchObject({
    state: 'ready',
    model: 'stand-in',
    models: ['other', 'stand-in'],
    host: new URL(baseURL).host,
    local: true,
    next: true,
  })
  expect(nameOf(await workspace.models.choose(allowed, undefined))).toBe('stand-in')
})

it('takes the chosen model though it is not on the list of the allowed', async () => {
  const { baseURL } = await serve({ models: ['mine', 'other'] })
  const workspace = open({ 'chat.endpoint': baseURL, 'chat.model': 'mine' })
  expect((await rows(workspace)).endpoint).toMatchObject({
    model: 'mine',
    models: ['mine', 'other'],
    next: true,
  })
  expect(nameOf(await workspace.models.choose(allowed, undefined))).toBe('mine')
})

it('keeps to a chosen model that cannot be reached, so that asking it fails instead of quoting', async () => {
  const endpoint = await goneAddress()
  const chosen = open({ 'chat.endpoint': endpoint, 'chat.model': 'stand-in' })
  expect((await rows(chosen)).endpoint).toMatchObject({
    state: 'unreachable',
    error: { code: 'model_unreachable' },
    next: true,
  })
  const model = await chosen.models.choose(allowed, undefined)
  if (model === 'extractive') throw new Error('it quotes')
  const { signal } = new AbortController()
  const answer = model
    .stream([{ role: 'user', content: 'Hello' }], { signal, maxTokens: 50 })
    [Symbol.asyncIterator]()
  expect(await answer.next().catch(codeOf)).toBe('model_unreachable')

  const unchosen = open({ 'chat.endpoint': endpoint })
  expect((await rows(unchosen)).extractive?.next).toBe(true)
  expect(nameOf(await unchosen.models.choose(allowed, undefined))).toBe('extractive')
})

it('never lets OpenAI stand in for an endpoint that is down', async () => {
  const openai = await serve({ models: ['stand-in'] })
  const workspace = open(
    { 'chat.endpoint': await goneAddress() },
    { openaiBaseURL: openai.baseURL, openaiKey: 'key' },
  )
  expect(await rows(workspace)).toMatchObject({
    openai: { state: 'ready', next: false },
    extractive: { next: true },
  })
  expect(nameOf(await workspace.models.choose(allowed, undefined))).toBe('extractive')
})

it('puts a question to the endpoint that offers the named model', async () => {
  const local = await serve({ models: ['other'], reply: () => 'local' })
  const openai = await serve({ models: ['stand-in'], reply: () => 'openai' })
  const workspace = open(
    { 'chat.endpoint': local.baseURL },
    { openaiBaseURL: openai.baseURL, openaiKey: 'key' },
  )
  const answerOf = async (name: string) => {
    const model = await workspace.models.choose(allowed, name)
    if (model === 'extractive') return model
    let text = ''
    const { signal } = new AbortController()
    for await (const part of model.stream([{ role: 'user', content: 'Who?' }], { signal, maxTokens: 50 }))
      if (part.type === 'text') text += part.text
    return text
  }
  expect([await answerOf('other'), await answerOf('stand-in')]).toEqual(['local', 'openai'])
})

it('refuses a model that is not allowed, and one that has no endpoint', async () => {
  const { models } = open()
  expect(await models.choose(allowed, 'unlisted').catch(codeOf)).toBe('model_not_allowed')
  expect(await models.choose(allowed, 'other').catch(codeOf)).toBe('model_unreachable')
  expect(await models.choose(allowed, 'extractive')).toBe('extractive')
})

it('tells a missing key from a refused one, and sees a new key at once', async () => {
  const openai = await serve({ apiKey: 'right' })
  const workspace = open({}, { openaiBaseURL: openai.baseURL })
  const state = async () => (await rows(workspace)).openai?.state
  expect(await state()).toBe('needs_key')
  workspace.state.environment = { ...workspace.state.environment, openaiKey: 'wrong' }
  expect(await state()).toBe('key_refused')
  workspace.state.environment = { ...workspace.state.environment, openaiKey: 'right' }
  expect(await state()).toBe('ready')
})

it('asks an endpoint once in 15 seconds, however many want to know', async () => {
  const server = await serve()
  const workspace = open({ 'chat.endpoint': server.baseURL })
  await Promise.all([rows(workspace), rows(workspace)])
  workspace.state.time = 14_999
  await rows(workspace)
  expect(server.requests).toHaveLength(1)
  workspace.state.time = 15_000
  await rows(workspace)
  expect(server.requests).toHaveLength(2)
})

it('takes an endpoint without a list for ready, with the chosen model', async () => {
  const { baseURL } = await serve({ models: null })
  const workspace = open({ 'chat.endpoint': baseURL, 'chat.model': 'mine' })
  expect((await rows(workspace)).endpoint).toMatchObject({ state: 'ready', model: 'mine', models: [] })
})

it('tests an address with a key before they are saved', async () => {
  const { baseURL } = await serve({ apiKey: 'right', models: ['b', 'a'] })
  const { models } = open({}, { openaiKey: 'secret', openaiBaseURL: await goneAddress() })
  const test = (key: string) => models.test({ source: 'endpoint', endpoint: baseURL, key })
  expect(await test('right')).toMatchObject({ models: ['a', 'b'] })
  expect(await test('wrong').catch(codeOf)).toBe('model_rejected_key')
  expect(await models.test({ source: 'endpoint' }).catch(codeOf)).toBe('bad_request')
  expect(await models.test({ source: 'openai', endpoint: baseURL }).catch(codeOf)).toBe('model_unreachable')
})

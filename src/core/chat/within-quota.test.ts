/** Answers under token limits, on a real database and the real OpenAI SDK. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type OpenAIServerOptions, startOpenAIServer } from '../../../test/stand-ins/openai-server.ts'
import { addDocument, openWorkspace, type TestWorkspace } from '../../../test/stand-ins/workspace.ts'
import type { Actor, AnswerEvent, SearchResult } from '../../contract/index.ts'
import { createOpenAIChat } from '../models/index.ts'
import { createQuotas, createReservations } from '../quotas/index.ts'
import { createUsageMeter } from '../usage/index.ts'
import { createChats } from './index.ts'

let workspace: TestWorkspace
let actor: Actor
let results: SearchResult[]
beforeAll(async () => {
  workspace = await openWorkspace()
})
beforeEach(async () => {
  actor = await workspace.addActor()
  results = await addDocument(workspace.database, actor, 'acme_2018.pdf', ['Net sales were $5,363 million.'])
})
afterAll(() => workspace.close())

const question = 'What were net sales in 2018?'

async function open(options: OpenAIServerOptions, tokens?: number) {
  const { database } = workspace
  const quotas = createQuotas({ database })
  if (tokens !== undefined) await quotas.set(actor, { userId: null, window: '24h', tokens })
  const server = await startOpenAIServer(options)
  const model = createOpenAIChat({ model: 'stand-in', baseURL: server.baseURL, maxRetries: 0 })
  const chats = createChats({
    database,
    search: async () => results,
    chatModel: async (_, requested) => (requested === 'extractive' ? requested : model),
    usage: createUsageMeter({ database }),
    reservations: createReservations({ database }),
  })
  const standing = async () => (await quotas.list(actor))[0]
  return { chats, server, standing, asked: () => server.requests.map(({ body }) => body.max_tokens) }
}

async function lastOf(events: AsyncIterable<AnswerEvent>): Promise<AnswerEvent | undefined> {
  let last: AnswerEvent | undefined
  for await (const event of events) last = event
  return last
}

it('asks for the longest answer where nothing is limited', async () => {
  const { chats, asked } = await open({ reply: () => 'Fine.' })
  expect(await lastOf(chats.ask(actor, { question }))).toMatchObject({ type: 'done' })
  expect(asked()).toEqual([4_000])
})

it('shortens the answer to what is left, and counts what the provider says in the end', async () => {
  const { chats, asked, standing } = await open({ reply: () => 'Fine.' }, 2_000)
  const last = await lastOf(chats.ask(actor, { question }))
  expect(asked()[0]).toBeGreaterThan(600)
  expect(asked()[0]).toBeLessThan(2_000)
  const usage = last?.type === 'done' ? last.message.usage : null
  const used = (usage?.promptTokens ?? 0) + (usage?.completionTokens ?? 0)
  expect(used).toBeGreaterThan(0)
  expect(await standing()).toMatchObject({ used, reserved: 0 })
})

it('asks no model where the limit leaves too little, and saves the reason with the question', async () => {
  const { chats, asked, standing } = await open({}, 700)
  const last = await lastOf(chats.ask(actor, { question }))
  expect(last).toMatchObject({ type: 'error', error: { code: 'quota_too_small' } })
  expect(asked()).toEqual([])
  expect(await standing()).toMatchObject({ used: 0, reserved: 0 })
  const [chat] = await chats.list(actor)
  const { messages } = await chats.get(actor, chat?.id ?? '')
  expect(messages.map(({ status, error }) => [status, error?.code])).toEqual([
    ['done', undefined],
    ['failed', 'quota_too_small'],
  ])
})

it('answers without a model whatever the limit', async () => {
  const { chats, standing } = await open({}, 0)
  expect(await lastOf(chats.ask(actor, { question, model: 'extractive' }))).toMatchObject({ type: 'done' })
  expect(await standing()).toMatchObject({ used: 0, reserved: 0 })
})

it('gives the rest back when an answer is stopped or the model fails', async () => {
  const { chats, server, standing } = await open(
    { reply: () => ({ deltas: ['Net '], ending: 'hang' }) },
    9_000,
  )
  for await (const event of chats.ask(actor, { question })) {
    if (event.type !== 'delta') continue
    expect((await standing())?.reserved).toBeGreaterThan(4_000)
    break
  }
  const stopped = await standing()
  expect(stopped?.reserved).toBe(0)
  expect(stopped?.used).toBeGreaterThan(0)
  server.failNext(400, 1)
  expect(await lastOf(chats.ask(actor, { question }))).toMatchObject({ type: 'error' })
  expect(await standing()).toEqual(stopped)
})

it('never overspends, however many ask at once', async () => {
  const { chats, asked, standing } = await open({ reply: () => 'Fine.', delayMs: 5 }, 10_000)
  const answers = await Promise.all(Array.from({ length: 8 }, () => lastOf(chats.ask(actor, { question }))))
  const refused = answers.filter((event) => event?.type === 'error')
  expect(new Set(refused.map((event) => event?.type === 'error' && event.error.code))).toEqual(
    new Set(['quota_exceeded']),
  )
  expect(asked()).toHaveLength(8 - refused.length)
  expect((await standing())?.used).toBeLessThanOrEqual(10_000)
  expect(await standing()).toMatchObject({ reserved: 0 })
})

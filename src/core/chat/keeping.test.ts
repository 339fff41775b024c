/** What a chat keeps of its answers, and how it is edited, rated, removed and brought back, on a real database. */
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { startOpenAIServer } from '../../../test/stand-ins/openai-server.ts'
import { addDocument, openWorkspace, type TestWorkspace } from '../../../test/stand-ins/workspace.ts'
import {
  type Actor,
  type AnswerEvent,
  AppError,
  type Change,
  type Message,
  type SearchResult,
} from '../../contract/index.ts'
import { chatSessions, messages } from '../database/index.ts'
import { createOpenAIChat } from '../models/index.ts'
import { createUsageMeter } from '../usage/index.ts'
import { type ChatsParts, createChats, purgeRemovedChats } from './index.ts'

let workspace: TestWorkspace
let actor: Actor
let results: SearchResult[]
beforeAll(async () => {
  workspace = await openWorkspace()
})
beforeEach(async () => {
  actor = await workspace.addActor()
  const first = await addDocument(workspace.database, actor, 'acme.pdf', [
    'Net sales rose in 2018.',
    'Costs fell.',
  ])
  const second = await addDocument(workspace.database, actor, 'other.pdf', ['Net sales of others rose.'])
  results = [...first.toReversed(), ...second]
})
afterAll(() => workspace.close())

function open(parts: Partial<ChatsParts> = {}) {
  const { database } = workspace
  const changes: Change[] = []
  const chats = createChats({
    database,
    search: async () => results,
    chatModel: async () => 'extractive',
    usage: createUsageMeter({ database }),
    publish: (_, change) => changes.push(change),
    ...parts,
  })
  const ask = async (input: Parameters<typeof chats.ask>[1]) => last(chats.ask(actor, input))
  return { chats, changes, ask }
}

async function last(events: AsyncIterable<AnswerEvent>): Promise<Message> {
  let message: Message | undefined
  for await (const event of events) if (event.type === 'done') message = event.message
  if (!message) throw new Error('the answer did not end')
  return message
}

const said = (all: readonly Message[]) =>
  all.filter(({ role }) => role === 'user').map(({ content }) => content)
const codeOf = (error: unknown) => (error instanceof AppError ? error.code : String(error))
const NOWHERE = '00000000-0000-7000-8000-000000000000'

it('keeps which pages an answer was given to read, and how long it took', async () => {
  let time = 0
  const { chats, ask } = open({ now: () => (time += 10) })
  const answer = await ask({ question: 'Did net sales rise?' })
  expect(answer.sources).toMatchObject([
    { documentName: 'acme.pdf', pages: [1, 2] },
    { documentName: 'other.pdf', pages: [1] },
  ])
  expect(answer.durationMs).toBeGreaterThan(0)
  const [question, kept] = (await chats.get(actor, answer.chatId)).messages
  expect(kept).toEqual(answer)
  expect(question).toMatchObject({ sources: [], durationMs: null, rating: null })
})

it('puts an edited question in the place of what followed the old one', async () => {
  const { chats, ask } = open()
  const { chatId } = await ask({ question: 'First?' })
  await ask({ question: 'Second?', chatId })
  await ask({ question: 'Third?', chatId })
  const second = (await chats.get(actor, chatId)).messages[2]
  const answer = await ask({ question: 'Net sales, rather?', chatId, replaces: second?.id })
  const { title, messages: all } = await chats.get(actor, chatId)
  expect(said(all)).toEqual(['First?', 'Net sales, rather?'])
  expect(all).toHaveLength(4)
  expect(all[3]).toEqual(answer)
  expect(title).toBe('First?')
})

it('names a chat anew when its first question is edited, unless its user has named it', async () => {
  const { chats, ask } = open()
  const { chatId } = await ask({ question: 'First?' })
  const edit = async (question: string) => {
    const [first] = (await chats.get(actor, chatId)).messages
    await ask({ question, chatId, replaces: first?.id })
    return (await chats.get(actor, chatId)).title
  }
  expect(await edit('Better?')).toBe('Better?')
  await chats.rename(actor, chatId, 'Mine')
  expect(await edit('Best?')).toBe('Mine')
})

it('loses nothing by an edit that is refused', async () => {
  const { chats, ask } = open()
  const answer = await ask({ question: 'First?' })
  const { chatId } = answer
  const before = await chats.get(actor, chatId)
  const question = before.messages[0]?.id
  const edit = (input: object) => ask({ question: 'Edited?', chatId, ...input }).catch(codeOf)
  expect(await edit({ replaces: answer.id })).toBe('conflict')
  expect(await edit({ replaces: NOWHERE })).toBe('not_found')
  expect(await edit({ replaces: question, chatId: undefined })).toBe('conflict')
  const refusing = open({ chatModel: () => Promise.reject(new AppError('model_not_allowed')) })
  expect(await refusing.ask({ question: 'Edited?', chatId, replaces: question }).catch(codeOf)).toBe(
    'model_not_allowed',
  )
  expect(await chats.get(actor, chatId)).toEqual(before)
})

it('has the edited question saved when its model fails', async () => {
  const { chats, ask } = open()
  const { chatId } = await ask({ question: 'First?' })
  const [first] = (await chats.get(actor, chatId)).messages
  const server = await startOpenAIServer()
  const model = createOpenAIChat({ model: 'stand-in', baseURL: server.baseURL, maxRetries: 0 })
  await server.close()
  const failing = open({ chatModel: async () => model })
  const events: AnswerEvent[] = []
  const input = { question: 'Edited?', chatId, ...(first && { replaces: first.id }) }
  for await (const event of failing.chats.ask(actor, input)) events.push(event)
  expect(events.at(-1)).toMatchObject({ type: 'error', error: { code: 'model_unreachable' } })
  expect((await chats.get(actor, chatId)).messages).toMatchObject([
    { content: 'Edited?', status: 'done' },
    { status: 'failed', error: { code: 'model_unreachable' } },
  ])
})

it('rates answers, and only the user’s own', async () => {
  const { chats, ask } = open()
  const answer = await ask({ question: 'First?' })
  expect(await chats.rate(actor, answer.id, 'up')).toEqual({ ...answer, rating: 'up' })
  expect(await chats.rate(actor, answer.id, null)).toEqual(answer)
  const [question] = (await chats.get(actor, answer.chatId)).messages
  expect(await chats.rate(actor, question?.id ?? '', 'up').catch(codeOf)).toBe('conflict')
  const colleague = { ...actor, userId: (await workspace.addActor()).userId }
  expect(await chats.rate(colleague, answer.id, 'down').catch(codeOf)).toBe('not_found')
})

it('looks where it was told to, also everywhere again', async () => {
  const { chats, ask } = open()
  const documentIds = [results[0]?.document.id ?? '']
  const { chatId } = await ask({ question: 'First?', scope: { documentIds } })
  expect((await chats.setScope(actor, chatId, {})).scope).toEqual({})
  await ask({ question: 'Second?', chatId, scope: { documentIds } })
  await ask({ question: 'Third?', chatId })
  expect((await chats.get(actor, chatId)).scope).toEqual({ documentIds })
})

it('keeps a removed chat out of sight for a day, then deletes it', async () => {
  const { chats, ask } = open()
  const answer = await ask({ question: 'First?' })
  const { chatId } = answer
  const before = await chats.get(actor, chatId)
  const later = await ask({ question: 'Net sales?' })
  await chats.remove(actor, chatId)
  expect(await chats.list(actor)).toMatchObject([{ id: later.chatId }])
  expect(await chats.search(actor, 'first')).toEqual([])
  for (const refused of [
    chats.markdown(actor, chatId),
    chats.rename(actor, chatId, 'New'),
    chats.rate(actor, answer.id, 'up'),
    chats.remove(actor, chatId),
    ask({ question: 'More?', chatId }),
  ])
    expect(await refused.catch(codeOf)).toBe('not_found')

  expect(await purgeRemovedChats(workspace.database)).toBe(0)
  await chats.restore(actor, chatId)
  expect(await chats.get(actor, chatId)).toEqual(before)

  await chats.remove(actor, chatId)
  const yesterday = new Date(Date.now() - 25 * 3_600_000)
  await workspace.database.asOwner((tx) =>
    tx.update(chatSessions).set({ deletedAt: yesterday }).where(eq(chatSessions.id, chatId)),
  )
  expect(await purgeRemovedChats(workspace.database)).toBe(1)
  const left = await workspace.database.asTenant(actor, (tx) => tx.select().from(messages))
  expect([...new Set(left.map((message) => message.chatId))]).toEqual([later.chatId])
})

it('tells of every change once it is committed', async () => {
  const { chats, changes, ask } = open()
  const { chatId } = await ask({ question: 'First?' })
  await chats.rename(actor, chatId, 'Named')
  await chats.remove(actor, chatId)
  await chats.restore(actor, chatId)
  expect(changes).toMatchObject([
    { type: 'chat', chat: { id: chatId, title: 'First?' } },
    { type: 'chat', chat: { id: chatId, title: 'First?' } },
    { type: 'chat', chat: { title: 'Named' } },
    { type: 'chat_removed', id: chatId },
    { type: 'chat', chat: { title: 'Named' } },
  ])
})

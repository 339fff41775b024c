/** What is found again of earlier chats, on a real database. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { openWorkspace, type TestWorkspace } from '../../../test/stand-ins/workspace.ts'
import type { Actor, ChatHit } from '../../contract/index.ts'
import { chatSessions } from '../database/index.ts'
import { removeChat } from './chat-store.ts'
import { addMessage } from './message-store.ts'
import { searchHistory } from './search-history.ts'

let workspace: TestWorkspace
let actor: Actor
beforeAll(async () => {
  workspace = await openWorkspace()
})
beforeEach(async () => {
  actor = await workspace.addActor()
})
afterAll(() => workspace.close())

/** A chat with a question, its answer, and so on. */
async function addChat(title: string, ...said: readonly string[]): Promise<string> {
  const id = randomUUID()
  await workspace.database.asTenant(actor, (tx) =>
    tx.insert(chatSessions).values({ tenantId: actor.tenantId, userId: actor.userId, id, title, scope: {} }),
  )
  for (const [index, content] of said.entries()) {
    await workspace.database.asTenant(actor, (tx) =>
      addMessage(tx, actor, {
        ...{ id: randomUUID(), chatId: id, content, status: 'done', model: null },
        role: index % 2 === 0 ? 'user' : 'assistant',
      }),
    )
  }
  return id
}

const search = (query: string, who = actor) =>
  workspace.database.asTenant(who, (tx) => searchHistory(tx, who, query))
const marked = ({ snippet }: ChatHit) => snippet.hits.map(([start, end]) => snippet.text.slice(start, end))

it('finds the messages and titles that hold every word, the newest first', async () => {
  await addChat('Margins', 'How high is the gross margin?', 'It was 41 % [1].')
  const second = await addChat(
    'Gross margin again',
    'And the operating margin?',
    'Gross margin fell, 5 points.',
  )
  const hits = await search('MARGIN gross')
  expect(hits.map(({ chat, messageId, snippet }) => [chat.title, messageId !== null, snippet.text])).toEqual([
    ['Gross margin again', true, 'Gross margin fell, 5 points.'],
    ['Gross margin again', false, 'Gross margin again'],
    ['Margins', true, 'How high is the gross margin?'],
  ])
  expect(hits[0]?.chat.id).toBe(second)
  expect(hits.map(marked)).toEqual([
    ['Gross', 'margin'],
    ['Gross', 'margin'],
    ['gross', 'margin'],
  ])
})

it('shows a question once, though the chat is named after it', async () => {
  await addChat('How high is the margin?', 'How high is the margin?', 'It was 41 %.')
  expect(await search('margin')).toHaveLength(1)
})

it('finds Persian however it was typed, and Latin letters with or without accents', async () => {
  await addChat('سود', 'هزینه‌های شركت در سال ۱۴۰۲ چقدر بود؟', 'Société Générale: 12')
  expect((await search('هزینههای شرکت 1402')).map(marked)).toEqual([['هزینه‌های', 'شركت', '۱۴۰۲']])
  expect((await search('societe GÉNÉRALE')).map(marked)).toEqual([['Société', 'Générale']])
})

it('takes signs of patterns as what they are', async () => {
  await addChat('Signs', 'Is it 100% of a_b?', 'No.')
  expect(await search('100%')).toHaveLength(1)
  expect(await search('a%b')).toEqual([])
  expect(await search('a_b')).toHaveLength(1)
})

it('cuts long messages around what was searched for', async () => {
  const filler = 'Nothing to see in this sentence. '.repeat(20)
  await addChat('Long', `${filler}Here the goodwill was impaired. ${filler}`)
  const [hit] = await search('goodwill impaired')
  expect(hit?.snippet.text).toMatch(/^…\S.*Here the goodwill was impaired\..*\S…$/)
  expect(hit?.snippet.text.length).toBeLessThanOrEqual(182)
  expect(hit && marked(hit)).toEqual(['goodwill', 'impaired'])
})

it('shows neither removed chats nor those of others', async () => {
  const id = await addChat('Secret margin', 'Margin?', 'Margin.')
  const stranger = await workspace.addActor()
  expect(await search('margin', { ...actor, userId: stranger.userId })).toEqual([])
  await workspace.database.asTenant(actor, (tx) => removeChat(tx, actor, id))
  expect(await search('margin')).toEqual([])
})

it('stops at a hundred hits', async () => {
  await addChat('Many', ...Array.from({ length: 101 }, (_, index) => `Margin number ${index}`))
  const hits = await search('margin')
  expect(hits).toHaveLength(100)
  expect(hits[0]?.snippet.text).toBe('Margin number 100')
})

/** What a crash leaves of chats, on PGlite and on Postgres. */
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnEachDatabase } from '../../../test/services/database.ts'
import { addDocument, openWorkspace, type TestWorkspace } from '../../../test/stand-ins/workspace.ts'
import type { AnswerEvent, Message } from '../../contract/index.ts'
import { type Database, messages } from '../database/index.ts'
import { createUsageMeter } from '../usage/index.ts'
import { createChats, recoverInterrupted } from './index.ts'

describeOnEachDatabase('a crash', (open) => {
  let workspace: TestWorkspace
  beforeAll(async () => {
    workspace = await openWorkspace(open)
  })
  afterAll(() => workspace.close())

  it('ends a cut answer as stopped, and drops one that was to replace another', async () => {
    const { database } = workspace
    const actor = await workspace.addActor()
    const results = await addDocument(database, actor, 'acme.pdf', ['Net sales rose in 2018.'])
    const usage = createUsageMeter({ database })
    const chats = createChats({
      database,
      usage,
      search: async () => results,
      chatModel: async () => 'extractive',
    })
    const kept = await lastMessage(chats.ask(actor, { question: 'Did net sales rise?' }))
    // A crash is a generator that is never resumed.
    await chats.regenerate(actor, { chatId: kept.chatId }).next()
    const cut = await chats.ask(actor, { question: 'And costs?' }).next()
    const chatId = cut.value?.type === 'start' ? cut.value.chatId : ''

    await outliveLease(database)
    expect(await recoverInterrupted(database)).toBe(2)
    expect((await chats.get(actor, kept.chatId)).messages[1]).toEqual(kept)
    expect((await chats.get(actor, chatId)).messages).toMatchObject([
      { role: 'user', content: 'And costs?', status: 'done' },
      { role: 'assistant', content: '', status: 'stopped' },
    ])
    const streaming = await database.asOwner((tx) =>
      tx.select().from(messages).where(eq(messages.status, 'streaming')),
    )
    expect(streaming).toEqual([])
    expect(await recoverInterrupted(database)).toBe(0)
  })

  it('leaves alone what another process is writing, until its lease is over', async () => {
    const { database } = workspace
    // A workspace's own database has no other process.
    if (database.kind === 'pglite') return
    const actor = await workspace.addActor()
    const chats = createChats({
      database,
      usage: createUsageMeter({ database }),
      search: async () => [],
      chatModel: async () => 'extractive',
    })
    await chats.ask(actor, { question: 'Did net sales rise?' }).next()
    // Young enough to have got no lease yet.
    expect(await recoverInterrupted(database)).toBe(0)
    await outliveLease(database)
    await setLease(database, 20)
    expect(await recoverInterrupted(database)).toBe(0)
    await setLease(database, -1)
    expect(await recoverInterrupted(database)).toBe(1)
  })
})

async function lastMessage(events: AsyncIterable<AnswerEvent>): Promise<Message> {
  let last: Message | undefined
  for await (const event of events) if (event.type === 'done') last = event.message
  if (!last) throw new Error('the answer did not end')
  return last
}

/** Of every unfinished answer, so many seconds from now. */
async function setLease(database: Database, seconds: number): Promise<void> {
  await database.asOwner((tx) =>
    tx
      .update(messages)
      .set({ leasedUntil: sql`now() + make_interval(secs => ${seconds})` })
      .where(eq(messages.status, 'streaming')),
  )
}

/** Makes every unfinished answer as old as one whose process has been gone for a while. */
async function outliveLease(database: Database): Promise<void> {
  await database.asOwner((tx) =>
    tx
      .update(messages)
      .set({ createdAt: sql`${messages.createdAt} - interval '2 minutes'` })
      .where(eq(messages.status, 'streaming')),
  )
}

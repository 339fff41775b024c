/** Chats that are shared, tags and notes: who sees them, on the server and on copies of the workspace. */
import { randomUUID } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Annotation, Chat, Document } from '../../src/contract/index.ts'
import { eventually } from '../eventually.ts'
import { textPdf } from '../fixtures/pdf.ts'
import { type Copy, openCopy } from '../sync/copy.ts'
import { type Caller, type Hosted, isMissing, openHosted } from './hosted.ts'

describe.skipIf(isMissing)('what people in one organisation share', () => {
  let hosted: Hosted
  const copies: Copy[] = []
  beforeAll(async () => {
    hosted = await openHosted()
  })
  afterEach(async () => {
    for (const copy of copies.splice(0)) await copy.remove()
  })
  afterAll(() => hosted?.close())

  async function people(role: 'member' | 'viewer' = 'member') {
    const { owner, slug } = await hosted.addTenant()
    const bytes = await textPdf(['Turbines earned 12 million dollars in fiscal 2025.'])
    const document = await owner.addReady('Turbines.pdf', bytes)
    const email = `${randomUUID()}@example.com`
    await owner.request('POST', '/invitations', { email, role })
    return { document, owner, other: await hosted.signIn(slug, email) }
  }
  async function copyOf(caller: Caller): Promise<Copy> {
    const copy = await openCopy(caller, hosted.url)
    copies.push(copy)
    await copy.until(({ state }) => state === 'synced')
    return copy
  }
  async function ask(copy: Copy, question: string, chatId?: string): Promise<string> {
    for await (const event of await copy.client.chats.ask({ question, ...(chatId && { chatId }) }))
      if (event.type === 'start') chatId = event.chatId
    return chatId ?? ''
  }

  it('is a chat from when it is shared until that ends, to be read and no more', {
    timeout: 120_000,
  }, async () => {
    const { other, owner } = await people()
    const [own, theirs] = [await copyOf(owner), await copyOf(other)]
    const id = await ask(own, 'What did turbines earn?')
    const secret = await ask(own, 'What else did turbines earn?')
    await own.client.chats.share({ id, shared: true })
    const [shared] = await eventually(
      () => theirs.client.chats.list(),
      (list) => list.length > 0,
    )
    expect(shared).toMatchObject({ id, own: false, shared: true, author: { id: owner.userId } })
    const { messages } = await theirs.client.chats.get({ id })
    expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant'])
    expect(messages[1]?.citations[0]?.page).toBe(1)
    const hits = await theirs.client.chats.search({ query: 'turbines earn' })
    expect(new Set(hits.map(({ chat }) => chat.id))).toEqual(new Set([id]))
    expect((await other.json('GET', '/chats')) as Chat[]).toMatchObject([{ id, own: false }])

    // Theirs to read: nothing of it is theirs to change, here or on the server.
    const change = { id, title: 'Mine now' }
    await expect(theirs.client.chats.rename(change)).rejects.toMatchObject({ code: 'not_found' })
    await expect(ask(theirs, 'And then?', id)).rejects.toMatchObject({ code: 'not_found' })
    expect((await other.request('PATCH', `/chats/${id}`, { title: 'Mine now' })).status).toBe(404)
    expect((await other.request('GET', `/chats/${secret}`)).status).toBe(404)

    await own.client.chats.share({ id, shared: false })
    await eventually(
      () => theirs.client.chats.list(),
      (list) => list.length === 0,
    )
    expect(await other.json('GET', '/chats')).toEqual([])
    expect((await own.client.chats.list()).find((chat) => chat.id === id)).toMatchObject({ shared: false })
  })

  it('tells other windows of a shared chat, and of no private one', { timeout: 120_000 }, async () => {
    const { other, owner } = await people()
    const own = await copyOf(owner)
    const { body } = await other.request('GET', '/changes')
    if (!body) throw new Error('no stream')
    let heard = ''
    const reader = body.pipeThrough(new TextDecoderStream()).getReader()
    const listening = (async () => {
      for (let part = await reader.read(); !part.done; part = await reader.read()) heard += part.value
    })()
    const secret = await ask(own, 'What else did turbines earn?')
    const id = await ask(own, 'What did turbines earn?')
    await own.client.chats.share({ id, shared: true })
    await own.client.chats.share({ id, shared: false })
    await eventually(
      async () => heard,
      (text) => text.includes(`"chat_removed","id":"${id}"`),
    )
    expect(heard).toContain('What did turbines earn?')
    expect(heard).not.toContain(secret)
    await reader.cancel()
    await listening
  })

  it('are tags and notes on documents, each note its author’s', { timeout: 120_000 }, async () => {
    const { document, other, owner } = await people()
    const [own, theirs] = [await copyOf(owner), await copyOf(other)]
    await own.client.documents.tag({ ids: [document.id], add: ['supplier', '۱۴۰۲'], remove: [] })
    const note = {
      ...{ id: uuidv7(), documentId: document.id, page: 1, quote: 'Turbines earned' },
      rects: [{ page: 1, x: 72, y: 90, width: 200, height: 12 }],
      note: 'Check against the second quarter.',
    }
    expect(await own.client.annotations.add(note)).toMatchObject({ ...note, author: { id: owner.userId } })
    const notes = await eventually(
      () => theirs.client.annotations.list({ documentId: document.id }),
      (list) => list.length === 1,
    )
    expect(notes).toMatchObject([note])
    const tagged = (await other.json('GET', `/files/${document.id}`)) as Document
    expect(tagged.tags).toEqual(['supplier', '۱۴۰۲'])
    expect((await theirs.client.documents.list())[0]?.tags).toEqual(tagged.tags)

    const edit = { id: note.id, note: 'No need.' }
    await expect(theirs.client.annotations.edit(edit)).rejects.toMatchObject({ code: 'not_found' })
    expect((await other.request('DELETE', `/notes/${note.id}`)).status).toBe(404)
    await own.client.annotations.edit(edit)
    const there = await eventually(
      async () => (await other.json('GET', `/files/${document.id}/notes`)) as Annotation[],
      (list) => list[0]?.note === 'No need.',
    )
    expect(there).toHaveLength(1)
    await own.client.annotations.remove({ id: note.id })
    await own.client.documents.tag({ ids: [document.id], add: [], remove: ['supplier'] })
    await eventually(
      async () => [
        await theirs.client.annotations.list({ documentId: document.id }),
        (await theirs.client.documents.list())[0]?.tags,
      ],
      (seen) => JSON.stringify(seen) === JSON.stringify([[], ['۱۴۰۲']]),
    )
  })

  it('are not changed by viewers', { timeout: 120_000 }, async () => {
    const { document, other } = await people('viewer')
    const copy = await copyOf(other)
    const id = await ask(copy, 'What did turbines earn?')
    for (const call of [
      () => copy.client.chats.share({ id, shared: true }),
      () => copy.client.documents.tag({ ids: [document.id], add: ['x'], remove: [] }),
    ])
      await expect(call()).rejects.toMatchObject({ code: 'forbidden' })
    expect((await other.request('PUT', `/chats/${id}/sharing`, { shared: true })).status).toBe(403)
    expect((await other.request('POST', '/tags', { ids: [document.id], add: ['x'] })).status).toBe(403)
  })
})

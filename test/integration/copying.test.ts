/** Copying a workspace into another: what cannot be copied holds up nothing, and doing it again undoes nothing that was done there. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Document, Message } from '../../src/contract/index.ts'
import { openBlobFolder } from '../../src/core/blobs/index.ts'
import { copyWorkspace } from '../../src/core/copying.ts'
import { textPdf } from '../fixtures/pdf.ts'
import { addAndSettle, openTestCore, type TestCore } from './workspace.ts'

let source: TestCore
let target: TestCore
beforeEach(async () => {
  source = await openTestCore()
  target = await openTestCore()
})
afterEach(async () => {
  await source.close()
  await target.close()
})

const copy = () => copyWorkspace(source.core, target.core)
const there = () => target.core.documents.list(target.actor)
const chatsThere = () => target.core.chats.list(target.actor)

async function add(
  test: TestCore,
  name: string,
  { folderId = null, bytes }: { readonly folderId?: string | null; readonly bytes?: Uint8Array } = {},
): Promise<Document> {
  const file = bytes ?? (await textPdf([`${name} earned 12 million dollars in fiscal 2025.`]))
  const document = await addAndSettle(test, name, Uint8Array.from(file))
  if (folderId !== null) await test.core.documents.move(test.actor, [document.id], folderId)
  return document
}

async function folder(name: string, parentId: string | null = null): Promise<string> {
  const { id } = await source.core.folders.create(source.actor, { id: uuidv7(), name, parentId })
  return id
}

async function ask({ actor, core }: TestCore, question: string, chatId?: string): Promise<Message> {
  let answer: Message | undefined
  for await (const event of core.chats.ask(actor, { question, ...(chatId !== undefined && { chatId }) }))
    if (event.type === 'done') answer = event.message
  if (!answer) throw new Error('the answer did not end')
  return answer
}

const fileOf = ({ directory }: TestCore, { sha256 }: Document) =>
  openBlobFolder(join(directory, 'blobs')).pathOf(sha256)

it('passes over documents without a file, says how many, and goes on with notes and chats', {
  timeout: 120_000,
}, async () => {
  const bytes = await textPdf(['Known earned 3 million dollars.'])
  const lost = await add(source, 'Lost')
  const known = await add(source, 'Known', { bytes })
  const kept = await add(source, 'Kept')
  await ask(source, 'What did Kept earn?')
  // The target has it from elsewhere, so that its notes have a place.
  const same = await add(target, 'Known', { bytes })
  for (const document of [known, kept])
    await source.core.annotations.add(source.actor, {
      ...{ id: uuidv7(), documentId: document.id, page: 1, rects: [], quote: '12 million', note: 'Check.' },
    })
  for (const document of [lost, known]) await rm(fileOf(source, document))
  expect(await copy()).toEqual({ documents: 1, passedOver: 1, chats: 1 })
  expect((await there()).map(({ name }) => name).toSorted()).toEqual(['Kept', 'Known'])
  expect(await target.core.annotations.list(target.actor, same.id)).toMatchObject([{ note: 'Check.' }])
  expect(await chatsThere()).toHaveLength(1)
})

it('puts what lies in a folder that is in the bin there into the nearest one that is not', {
  timeout: 120_000,
}, async () => {
  const outer = await folder('Outer')
  const inner = await folder('Inner', outer)
  const innermost = await folder('Innermost', inner)
  await copy()
  await target.core.folders.rename(target.actor, outer, 'Named by others')
  await target.core.folders.remove(target.actor, inner)
  await add(source, 'Turbines', { folderId: innermost })
  expect(await copy()).toMatchObject({ documents: 1 })
  expect(await there()).toMatchObject([{ name: 'Turbines', folderId: outer }])
  expect(await target.core.folders.list(target.actor)).toMatchObject([{ id: outer, name: 'Named by others' }])
})

it('adds tags to documents that are there, as many as they may have', { timeout: 120_000 }, async () => {
  const document = await add(source, 'Turbines')
  await copy()
  const [copied] = await there()
  const others = Array.from({ length: 18 }, (_, n) => `other ${n}`)
  await target.core.documents.tag(target.actor, [copied?.id ?? ''], { add: others, remove: [] })
  await source.core.documents.tag(source.actor, [document.id], { add: ['wind', 'steam', 'gas'], remove: [] })
  expect(await copy()).toMatchObject({ documents: 0, passedOver: 0 })
  expect((await there())[0]?.tags).toEqual([...others, 'wind', 'steam'])
})

it('leaves chats as they are there by now, but for what was said since', { timeout: 120_000 }, async () => {
  await add(source, 'Turbines')
  const first = await ask(source, 'What did Turbines earn?')
  await source.core.chats.rate(source.actor, first.id, 'up')
  const removed = await ask(source, 'When was that?')
  const edited = await ask(source, 'In which year?')
  await copy()
  const { actor, core } = target
  expect(await core.chats.message(actor, first.id)).toMatchObject({ rating: 'up' })

  await core.chats.rename(actor, first.chatId, 'Earnings')
  await core.chats.remove(actor, removed.chatId)
  const [question] = (await core.chats.get(actor, edited.chatId)).messages
  for await (const _ of core.chats.ask(actor, {
    ...{ question: 'In which quarter?', chatId: edited.chatId, replaces: question?.id ?? '' },
  }));
  await ask(target, 'Asked there alone?', first.chatId)
  await ask(source, 'And in 2024?', first.chatId)
  await ask(source, 'And before?', removed.chatId)
  await source.core.chats.rename(source.actor, edited.chatId, 'Named at home')
  const before = await core.chats.get(actor, edited.chatId)
  await copy()

  expect((await chatsThere()).map(({ id }) => id).toSorted()).toEqual(
    [first.chatId, edited.chatId].toSorted(),
  )
  const chat = await core.chats.get(actor, first.chatId)
  expect(chat.title).toBe('Earnings')
  const asked = chat.messages.filter(({ role }) => role === 'user').map(({ content }) => content)
  expect(asked).toEqual(['What did Turbines earn?', 'Asked there alone?', 'And in 2024?'])
  expect(chat.messages).toHaveLength(6)
  expect(await core.chats.get(actor, edited.chatId)).toEqual(before)
  await copy()
  expect(await core.chats.get(actor, first.chatId)).toEqual(chat)
})

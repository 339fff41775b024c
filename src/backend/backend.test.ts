/** What a window gets from the backend whatever becomes of its connection, its workspace or its files. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import { textPdf } from '../../test/fixtures/pdf.ts'
import { startOpenAIServer } from '../../test/stand-ins/openai-server.ts'
import type { AnswerEvent } from '../contract/index.ts'
import { codeOf, openTestBackend, type TestBackend, type TestClient } from './test-backend.ts'

const opened: TestBackend[] = []
async function open(...options: Parameters<typeof openTestBackend>): Promise<TestBackend> {
  const backend = await openTestBackend(...options)
  opened.push(backend)
  return backend
}
afterEach(async () => {
  for (const backend of opened.splice(0).reverse()) await backend.close()
})

const text = 'Revenue was 12 million dollars in 2023 because new turbines sold well.'

async function addReport(client: TestClient): Promise<void> {
  const file = new File([await textPdf([text])], 'Report.pdf')
  const { document } = await client.documents.add({ file, name: file.name })
  for await (const _ of await client.documents.events({ ids: [document.id] })) {
    // Until it is ready.
  }
}

it('adds a granted file once, and reads no other', async () => {
  const { backend, connect, directory } = await open()
  const { client } = connect()
  const path = join(directory, 'Report.pdf')
  await writeFile(path, await textPdf(['Revenue was 12 million dollars.']))
  const { token, bytes } = await backend.grants.grant(path)
  expect(bytes).toBeGreaterThan(100)

  const { document } = await client.device.files.add({ grant: token })
  expect(document.name).toBe('Report.pdf')
  expect(await codeOf(client.device.files.add({ grant: token }))).toBe('not_found')
  expect(await codeOf(client.device.files.add({ grant: path }))).toBe('not_found')
  await expect(backend.grants.grant(join(directory, 'device.db'))).rejects.toMatchObject({
    code: 'document_not_pdf',
  })
  expect((await backend.documentFile(document.id)).name).toBe('Report.pdf')
})

/** A question whose answer has begun and never ends by itself, and how its message is then. */
async function endlessAnswer({ connect }: TestBackend, baseURL: string) {
  const asking = connect()
  await addReport(asking.client)
  await asking.client.settings.set({ 'chat.endpoint': baseURL, 'chat.model': 'stand-in' })
  const answer = await asking.client.chats.ask({ question: 'What was revenue in 2023?' })
  const first = await answer.next()
  const start: AnswerEvent | undefined = first.done ? undefined : first.value
  if (start?.type !== 'start') throw new Error('the answer did not start')
  const other = connect().client
  const status = async () => {
    const { messages } = await other.chats.get({ id: start.chatId })
    return messages.find(({ id }) => id === start.messageId)?.status
  }
  expect(await status()).toBe('streaming')
  return { ...asking, answer, status }
}

it('stops an answer when its window is gone, and when its reader leaves', async () => {
  await using model = await startOpenAIServer({ reply: () => ({ deltas: ['Revenue '], ending: 'hang' }) })
  const backend = await open()
  const closed = await endlessAnswer(backend, model.baseURL)
  closed.port.close()
  await vi.waitFor(async () => expect(await closed.status()).toBe('stopped'), 10_000)

  const left = await endlessAnswer(backend, model.baseURL)
  await left.answer.return?.()
  await vi.waitFor(async () => expect(await left.status()).toBe('stopped'), 10_000)
})

it('takes every window along to another workspace and back', async () => {
  const { connect } = await open()
  const { client } = connect()
  const other = connect().client
  await addReport(client)
  const changes = await other.changes()
  expect(await changes.next()).toMatchObject({ value: { type: 'ready' } })

  const contracts = await client.device.workspaces.create({ name: 'Contracts' })
  expect(await client.device.workspaces.open({ id: contracts.id })).toMatchObject({ current: true })
  expect(await changes.next()).toMatchObject({ done: true })
  expect(await other.documents.list()).toEqual([])

  const [first] = await client.device.workspaces.list()
  await client.device.workspaces.open({ id: first?.id ?? '' })
  expect(await other.documents.list()).toMatchObject([{ name: 'Report.pdf', status: 'ready' }])
  expect(await codeOf(client.device.workspaces.open({ id: crypto.randomUUID() }))).toBe('not_found')
})

it('says who has the workspace open, and opens it once it is free', async () => {
  const first = await open()
  await first.connect().client.documents.list()
  const { client } = (await open({ dataDirectory: first.directory })).connect()
  expect(await codeOf(client.documents.list())).toBe('workspace_busy')
  expect(await codeOf((async () => (await client.changes()).next())())).toBe('workspace_busy')
  expect(await client.device.workspaces.list()).toHaveLength(1)
  expect(await client.device.diagnostics()).toMatchObject({ workspace: 'workspace_busy' })
  await first.backend.close()
  await vi.waitFor(async () => expect(await client.documents.list()).toEqual([]), 10_000)
})

it('answers every call with the reason when the device store is damaged', async () => {
  const { directory, close } = await openTestBackend()
  await close()
  await mkdir(directory)
  await writeFile(join(directory, 'device.db'), 'no database, but long enough to have a header '.repeat(9))
  const { client } = (await open({ dataDirectory: directory })).connect()
  expect(await codeOf(client.documents.list())).toBe('workspace_damaged')
  expect(await codeOf(client.device.workspaces.list())).toBe('workspace_damaged')
})

it('logs what broke inside under the reference that the window is given, and tells it no more', async () => {
  const { backend, connect, directory } = await open()
  const { client } = connect()
  await backend.workspaces.use(async ({ core }) => {
    vi.spyOn(core.documents, 'list').mockRejectedValueOnce(new Error('a secret of the inside'))
  })
  const error = await client.documents.list().then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(String(error)).not.toContain('secret')
  const log = await readFile(join(directory, 'docuchat.log'), 'utf8')
  const { reference } = JSON.parse(log.trim()) as { reference: string }
  expect(log).toContain('a secret of the inside')
  expect(String(error)).toContain(reference)
})

it('measures what a workspace takes, and adds the sample report', async () => {
  const { connect, directory } = await open()
  const { client } = connect()
  const { document } = await client.device.files.addSample()
  for await (const _ of await client.documents.events({ ids: [document.id] })) {
    // Until it is ready.
  }
  const storage = await client.device.storage()
  expect(storage).toMatchObject({
    dataDirectory: directory,
    documents: 1,
    pages: 8,
    fileBytes: document.bytes,
  })
  expect(storage.databaseBytes).toBeGreaterThan(1_000_000)
  expect(await client.device.diagnostics()).toMatchObject({ workspace: 'open', 'documents.ready': 1 })
})

/** Laptops and a hosted server of two processes, on a real Postgres and a real Redis. */
import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { pino } from 'pino'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Document, SyncRequest, SyncResponse } from '../../src/contract/index.ts'
import { builtinEmbedding } from '../../src/core/models/index.ts'
import { readDerived } from '../../src/core/sync/index.ts'
import { readConfig } from '../../src/server/config.ts'
import { type Server, startServer } from '../../src/server/server.ts'
import { textPdf } from '../fixtures/pdf.ts'
import { type Laptop, openLaptop } from '../sync/laptop.ts'
import { type Caller, type Hosted, isMissing, openHosted } from './hosted.ts'

describe.skipIf(isMissing)('syncing with a hosted server', () => {
  let hosted: Hosted
  let other: Server
  const laptops: Laptop[] = []
  beforeAll(async () => {
    hosted = await openHosted()
    other = await startServer(readConfig({ ...hosted.environment, PORT: '0' }), {
      ...{ log: pino({ level: 'silent' }), announce: () => {} },
    })
  })
  afterEach(async () => {
    for (const laptop of laptops.splice(0)) await laptop.close()
  })
  afterAll(async () => {
    await other?.close()
    await hosted?.close()
  })

  async function laptopOf(caller: Caller): Promise<Laptop> {
    const { tenantId, userId, role } = caller
    let turn = 0
    const urls = [hosted.url, other.url] as const
    const laptop = await openLaptop(
      { tenantId, userId, role },
      caller.token,
      () => urls[turn++ % 2] ?? hosted.url,
    )
    laptops.push(laptop)
    return laptop
  }

  async function colleague(owner: Caller, tenant: string, role: 'member' | 'viewer'): Promise<Caller> {
    const email = `${randomUUID()}@example.com`
    await owner.request('POST', '/invitations', { email, role })
    return hosted.signIn(tenant, email)
  }

  it('brings everyone to the same, while all work at once', { timeout: 120_000 }, async () => {
    const { owner, slug } = await hosted.addTenant()
    const member = await colleague(owner, slug, 'member')
    const [first, second, third] = [await laptopOf(owner), await laptopOf(owner), await laptopOf(member)]
    const work = async (laptop: Laptop) => {
      for (let turn = 0; turn < 12; turn++) {
        const id = uuidv7()
        await laptop.perform('folder.create', { id, name: `Folder ${turn}`, parentId: null })
        await laptop.perform('folder.rename', { id, name: `Renamed ${turn}` })
        await laptop.perform('chat.ask', {
          ...{
            chatId: id,
            title: null,
            scope: null,
            questionId: uuidv7(),
            question: `Why ${turn}?`,
            replaces: null,
          },
        })
        await laptop.exchange()
      }
    }
    // Two exchanges of one client at once are one after the other for the server.
    const inTheBrowser = Array.from({ length: 12 }, (_, turn) =>
      owner.request('POST', '/folders', { id: uuidv7(), name: `Browser ${turn}`, parentId: null }),
    )
    await Promise.all([work(first), work(second), work(third), ...inTheBrowser])
    for (const laptop of [first, second, third]) await laptop.sync()
    for (const laptop of [first, second, third]) await laptop.sync()
    const fresh = [await laptopOf(owner), await laptopOf(member)] as const
    for (const laptop of fresh) await laptop.sync()
    const ofOwner = await fresh[0].rows()
    expect(ofOwner.folder).toHaveLength(48)
    expect(ofOwner.chat).toHaveLength(24)
    expect(await first.rows()).toEqual(ofOwner)
    expect(await second.rows()).toEqual(ofOwner)
    expect(await third.rows()).toEqual(await fresh[1].rows())
    for (const laptop of [first, second, third]) expect(await laptop.rejections()).toEqual([])
  })

  it('takes a file in parts, keeps it byte for byte, and knows it by either id', {
    timeout: 120_000,
  }, async () => {
    const { owner } = await hosted.addTenant()
    const [one, two] = [await laptopOf(owner), await laptopOf(owner)]
    // More than one part.
    const bytes = withTail(await textPdf(['Turbines earned 12 million dollars.']), 2_500_000)
    const ids = [await one.addFile('Turbines.pdf', bytes), await two.addFile('The same.pdf', bytes)]
    await one.sync()
    await two.perform('document.rename', { id: ids[1] ?? '', name: 'Named on the second.pdf' })
    await two.sync()
    await one.sync()
    const { document, alias } = await one.rows()
    expect(document).toMatchObject([{ id: ids[0], name: 'Named on the second.pdf' }])
    expect(alias).toMatchObject([{ id: ids[1], document_id: ids[0] }])
    expect(await two.rejections()).toEqual([])
    await (await owner.request('GET', `/files/${ids[0]}/events`)).text()
    expect(((await owner.json('GET', `/files/${ids[0]}`)) as Document).status).toBe('ready')
    const content = await (await owner.request('GET', `/files/${ids[0]}/content`)).arrayBuffer()
    expect(sha256(new Uint8Array(content))).toBe(sha256(bytes))
  })

  it('gives laptops what it read of a document, row for row', { timeout: 120_000 }, async () => {
    const { owner } = await hosted.addTenant()
    const text = 'Turbines earned 12 million dollars in fiscal 2025. «۱۲ میلیون»'
    const { id } = await owner.addReady('Turbines.pdf', await textPdf([text, 'A second page of figures.']))
    const laptop = await laptopOf(owner)
    await laptop.sync()
    const { space } = builtinEmbedding()
    expect(await laptop.fetchTexts(space)).toBe(1)
    expect(await laptop.fetchTexts(space)).toBe(0)
    const told = await (await owner.request('GET', `/sync/documents/${id}/derived?space=${space}`)).text()
    const kept: string[] = []
    for await (const line of readDerived(laptop.database, laptop.actor, id, space)) kept.push(line)
    expect(kept).toEqual(told.trim().split('\n'))
    expect(kept.map((line) => /"table":"(\w+)"/.exec(line)?.[1] ?? 'findings')).toEqual([
      ...['findings', 'pages', 'chunks', 'postings', 'document_indexes', 'embeddings'],
    ])
  })

  it('refuses what a viewer may not do, with the reason, and shows the server’s state', async () => {
    const { owner, slug } = await hosted.addTenant()
    const id = uuidv7()
    await owner.request('POST', '/folders', { id, name: 'Filings', parentId: null })
    const viewer = await laptopOf(await colleague(owner, slug, 'viewer'))
    await viewer.sync()
    await viewer.perform('folder.rename', { id, name: 'Mine' })
    await viewer.sync()
    expect(await viewer.rejections()).toMatchObject([{ name: 'folder.rename', error: { code: 'forbidden' } }])
    expect((await viewer.rows()).folder).toMatchObject([{ id, name: 'Filings' }])
  })

  it('loses nothing that was done to documents which others put into the bin, or deleted for good', async () => {
    const { owner, slug } = await hosted.addTenant()
    const [mine, theirs] = [await laptopOf(owner), await laptopOf(await colleague(owner, slug, 'member'))]
    const binned = await mine.addFile('Binned.pdf', await textPdf(['Turbines.']))
    const gone = await mine.addFile('Gone.pdf', await textPdf(['Windmills.']))
    await mine.sync()
    await theirs.sync()
    await mine.perform('document.remove', { ids: [binned, gone] })
    await mine.perform('document.purge', { documentIds: [gone], folderIds: [] })
    await mine.sync()
    for (const id of [binned, gone])
      await theirs.perform('document.tag', { ids: [id], add: ['wind'], remove: [] })
    await theirs.sync()
    expect(await theirs.rejections()).toMatchObject([
      { args: { ids: [gone] }, error: { code: 'not_found', details: { kind: 'document' } } },
    ])
    await mine.perform('document.restore', { ids: [binned] })
    await mine.sync()
    expect((await mine.rows()).document).toMatchObject([{ id: binned, tags: ['wind'], deleted_at: null }])
  })

  it('answers for all rows of a large folder that was put into the bin', { timeout: 120_000 }, async () => {
    const { owner } = await hosted.addTenant()
    const refresh = Array.from({ length: 200_000 }, () => ({ entity: 'document', id: uuidv7() }))
    const request = { protocol: 1, clientId: uuidv7(), acknowledged: 0, cursor: null, limit: 10, refresh }
    const response = await owner.request('POST', '/sync', { ...request, mutations: [] })
    expect(response.status).toBe(200)
    const { gone } = (await response.json()) as SyncResponse
    expect(gone.length).toBe(200_000)
  })

  it('believes no client: neither its id, nor its tenant, nor what it says of others’ chats', async () => {
    const { owner, slug } = await hosted.addTenant()
    const member = await colleague(owner, slug, 'member')
    const [mine, theirs] = [await laptopOf(owner), await laptopOf(member)]
    const [chatId, questionId] = [uuidv7(), uuidv7()]
    const ask = { chatId, title: null, scope: null, questionId, question: 'Secret?', replaces: null }
    await mine.perform('chat.ask', ask)
    await mine.sync()
    await theirs.sync()
    expect((await theirs.rows()).chat).toEqual([])
    // The ids are no secret any more: they do not help.
    await theirs.perform('chat.ask', { ...ask, questionId: uuidv7(), question: 'Mine now?' })
    await theirs.perform('chat.answer', {
      ...{
        id: questionId,
        chatId,
        questionId,
        content: 'Taken over',
        citations: [],
        sources: [],
        status: 'done',
      },
      ...{
        model: 'm',
        promptTokens: 1,
        completionTokens: 1,
        tokensCounted: true,
        durationMs: 1,
        error: null,
      },
      replaces: false,
    })
    await theirs.sync()
    await mine.sync()
    expect((await mine.rows()).message).toMatchObject([{ id: questionId, content: 'Secret?' }])
    expect((await theirs.rows()).message).toEqual([])
    const clientId = uuidv7()
    const request: SyncRequest = {
      ...{ protocol: 1, clientId, acknowledged: 0, cursor: null, limit: 10 },
      mutations: [{ id: 1, name: 'folder.create', args: { id: uuidv7(), name: 'a', parentId: null } }],
      refresh: [{ entity: 'chat', id: chatId }],
    }
    expect((await owner.request('POST', '/sync', request)).status).toBe(200)
    expect((await member.request('POST', '/sync', request)).status).toBe(404)
    const own = { ...request, clientId: uuidv7(), mutations: [] }
    expect(await member.json('POST', '/sync', own)).toMatchObject({ gone: [{ entity: 'chat', id: chatId }] })
    expect((await member.request('POST', '/sync', { ...own, protocol: 2 })).status).toBe(426)
  })

  it('tells nobody what another has begun to send', async () => {
    const { owner, slug } = await hosted.addTenant()
    const member = await colleague(owner, slug, 'member')
    const bytes = new Uint8Array(2_000_000).fill(7)
    const path = `/sync/blobs/${sha256(bytes)}`
    const send = (caller: Caller, start: number) =>
      fetch(`${hosted.url}/v1${path}?start=${start}&total=${bytes.byteLength}`, {
        method: 'PUT',
        headers: { ...caller.headers, 'content-type': 'application/octet-stream' },
        body: bytes.subarray(start, start + 1024 * 1024),
      })
    expect(await (await send(owner, 0)).json()).toEqual({ isComplete: false, received: 1024 * 1024 })
    // Again, as when the answer was lost.
    expect(await (await send(owner, 0)).json()).toEqual({ isComplete: false, received: 1024 * 1024 })
    expect(await member.json('GET', path)).toEqual({ isComplete: false, received: 0 })
    expect((await send(member, 1024 * 1024)).status).toBe(409)
    expect(await (await send(owner, 1024 * 1024)).json()).toEqual({ isComplete: true, received: 2_000_000 })
    expect(await member.json('GET', path)).toEqual({ isComplete: false, received: 0 })
  })

  it('remembers a laptop that only asks, and writes that down once a day at most', async () => {
    const { owner } = await hosted.addTenant()
    const clientId = uuidv7()
    const request: SyncRequest = {
      ...{ protocol: 1, clientId, acknowledged: 0, cursor: null, limit: 10, refresh: [] },
      mutations: [{ id: 1, name: 'folder.create', args: { id: uuidv7(), name: 'a', parentId: null } }],
    }
    await owner.json('POST', '/sync', request)
    const { database } = hosted.server.parts
    const heardOf = async (ago: string) => {
      await database.asOwner((tx) =>
        tx.execute(sql`
          update sync_clients set updated_at = now() - ${ago}::interval where client_id = ${clientId}::uuid`),
      )
      await owner.json('POST', '/sync', { ...request, mutations: [] })
      return database.asOwner((tx) =>
        tx.execute(sql`
          select updated_at > now() - interval '1 minute' as is_now
          from sync_clients where client_id = ${clientId}::uuid`),
      )
    }
    expect(await heardOf('179 days')).toMatchObject({ rows: [{ is_now: true }] })
    expect(await heardOf('23 hours')).toMatchObject({ rows: [{ is_now: false }] })
  })

  it('asks for an update where another version speaks, whatever it says', async () => {
    const { owner } = await hosted.addTenant()
    const newer = await owner.request('POST', '/sync', { protocol: 2, things: 'of another kind' })
    expect([newer.status, await newer.json()]).toEqual([
      426,
      expect.objectContaining({ code: 'update_needed', details: { side: 'server' } }),
    ])
    const older = await owner.request('POST', '/sync', { protocol: 0 })
    expect(await older.json()).toMatchObject({ code: 'update_needed', details: { side: 'DocuChat' } })
  })

  it('gives no number twice where a laptop was put back to a backup', { timeout: 120_000 }, async () => {
    const { owner } = await hosted.addTenant()
    const laptop = await laptopOf(owner)
    const create = (name: string) => laptop.perform('folder.create', { id: uuidv7(), name, parentId: null })
    for (const name of ['One', 'Two', 'Three']) await create(name)
    await laptop.sync()
    await laptop.database.asOwner((tx) =>
      tx.execute(sql`update sync_states set next_mutation_id = 1, cursor = null`),
    )
    await create('After the backup')
    await laptop.sync()
    const names = ((await owner.json('GET', '/folders')) as { name: string }[]).map(({ name }) => name)
    expect(names.toSorted()).toEqual(['After the backup', 'One', 'Three', 'Two'])
    expect((await laptop.rows()).folder).toHaveLength(4)
  })
})

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** A PDF may have a comment behind its end. */
function withTail(pdf: Uint8Array, bytes: number): Uint8Array {
  const tail = Buffer.alloc(bytes, '%')
  return Buffer.concat([pdf, Buffer.from('\n'), tail])
}

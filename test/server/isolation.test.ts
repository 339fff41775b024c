/** What one organisation has, no other sees or changes: every operation of the OpenAPI document is tried with foreign ids, and what laptops ask. */
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Document, type SyncResponse, syncResponseSchema } from '../../src/contract/index.ts'
import { annualReportPdf } from '../fixtures/pdf.ts'
import { type Caller, type Hosted, isMissing, openHosted } from './hosted.ts'

interface Operation {
  readonly method: string
  readonly path: string
}

describe.skipIf(isMissing)('another organisation', () => {
  let hosted: Hosted
  let owner: Caller
  let stranger: Caller
  /** Everything that the owner's organisation has an id for. */
  let ids: Readonly<Record<string, string>>
  let operations: readonly Operation[]

  beforeAll(async () => {
    hosted = await openHosted()
    owner = (await hosted.addTenant()).owner
    stranger = (await hosted.addTenant()).owner
    const document = await owner.addReady('Annual report.pdf', await annualReportPdf())
    const events = await (
      await owner.request('POST', '/answers', { question: 'Why did revenue grow?' })
    ).text()
    const start = JSON.parse(/data: (\{"type":"start".*\})/.exec(events)?.[1] ?? '{}') as Record<
      string,
      string
    >
    const folderId = uuidv7()
    await owner.json('POST', '/folders', { id: folderId, name: 'Secret folder', parentId: null })
    const invited = (await owner.json('POST', '/invitations', {
      email: 'new@example.com',
      role: 'member',
    })) as { id: string }
    ids = {
      ...{
        document: document.id,
        chat: start.chatId ?? '',
        message: start.messageId ?? '',
        folder: folderId,
      },
      ...{ invitation: invited.id, user: owner.userId, tenant: owner.tenantId },
    }
    const api = (await (await fetch(`${hosted.url}/openapi.json`)).json()) as {
      paths: Record<string, object>
    }
    operations = Object.entries(api.paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => ({ method: method.toUpperCase(), path })),
    )
  })
  afterAll(() => hosted?.close())

  it('finds nothing with any id, on any route', async () => {
    expect(Object.values(ids).every((id) => id !== '')).toBe(true)
    expect(operations.length).toBeGreaterThan(45)
    const before = await snapshot()
    const leaks: string[] = []
    for (const { method, path } of operations) {
      if (path.startsWith('/v1/auth/') || path === '/v1/changes') continue
      for (const [kind, id] of Object.entries(ids)) {
        const tried = path.slice('/v1'.length).replaceAll(/\{\w+\}/g, id)
        const query =
          method === 'GET'
            ? `?${new URLSearchParams({ query: 'revenue', 'scope[documentIds][0]': id, folderId: id, window: '24h' })}`
            : ''
        const body = method === 'GET' || method === 'DELETE' ? undefined : bodyWith(id)
        const response = await stranger.request(method, tried + query, body)
        const text = await response.text()
        if (response.status >= 500) leaks.push(`${method} ${tried}: ${response.status}`)
        for (const secret of secretsOf(kind, id, tried))
          if (text.includes(secret)) leaks.push(`${method} ${tried} (${kind}): ${secret}`)
        const isForeign = path.includes('{') && response.ok
        if (isForeign) leaks.push(`${method} ${tried} with the id of a ${kind}: ${response.status}`)
      }
    }
    expect(leaks).toEqual([])
    expect(await snapshot()).toEqual(before)
  }, 180_000)

  // What laptops ask is not in the document.
  it('gets no text of a document that the server read, by its id', async () => {
    const path = `/sync/documents/${ids.document}/derived`
    expect(await (await owner.request('GET', path)).text()).toContain('revenue')
    const response = await stranger.request('GET', path)
    expect(response.status).toBe(404)
    expect(await response.text()).not.toContain('revenue')
  })

  it('gets no file, by its hash', async () => {
    const { sha256 } = (await owner.json('GET', `/files/${ids.document}`)) as Document
    const path = `/sync/blobs/${sha256}`
    expect(await owner.json('GET', path)).toMatchObject({ isComplete: true })
    expect(await stranger.json('GET', path)).toEqual({ isComplete: false, received: 0 })
    const add = { id: uuidv7(), name: 'Taken.pdf', folderId: null, sha256, bytes: 1 }
    const taken = await sync(stranger, [{ id: 1, name: 'document.add', args: add }])
    expect(taken.rejections).toMatchObject([{ id: 1, error: { code: 'file_missing' } }])
    expect(JSON.stringify(taken.rows)).not.toContain(sha256)
    expect((await stranger.request('GET', `/files/${ids.document}/content`)).status).toBe(404)
  })

  it('gets no row, by asking for it or by changing it', async () => {
    const before = await snapshot()
    const [documentId, folderId, chatId] = [ids.document ?? '', ids.folder ?? '', ids.chat ?? '']
    const refresh = [
      ...[
        { entity: 'document', id: documentId },
        { entity: 'folder', id: folderId },
      ],
      ...[
        { entity: 'chat', id: chatId },
        { entity: 'message', id: ids.message },
      ],
      ...[
        { entity: 'tenant', id: owner.tenantId },
        { entity: 'member', id: owner.userId },
      ],
    ]
    const changes = [
      { name: 'document.tag', args: { ids: [documentId], add: ['taken'], remove: [] } },
      { name: 'document.remove', args: { ids: [documentId] } },
      { name: 'document.rename', args: { id: documentId, name: 'Taken' } },
      { name: 'folder.rename', args: { id: folderId, name: 'Taken' } },
      { name: 'folder.remove', args: { id: folderId } },
      { name: 'chat.rename', args: { id: chatId, title: 'Taken' } },
    ].map((change, index) => ({ ...change, id: index + 1 }))
    const { gone, rejections, rows } = await sync(stranger, changes, refresh)
    const refused = changes.filter(({ name }) => name !== 'document.remove')
    expect(rejections.map(({ error, id }) => [id, error.code])).toEqual(
      refused.map(({ id }) => [id, 'not_found']),
    )
    expect(gone).toEqual(expect.arrayContaining(refresh))
    for (const secret of secretsOf('document', documentId, documentId))
      expect(JSON.stringify(rows)).not.toContain(secret)
    expect(await snapshot()).toEqual(before)
  })

  it('is not entered with a token of another', async () => {
    const foreign = { ...stranger.headers, 'x-tenant-id': owner.headers['x-tenant-id'] ?? '' }
    for (const { method, path } of operations) {
      if (path.endsWith('-code')) continue
      const response = await fetch(hosted.url + path.replaceAll(/\{\w+\}/g, ids.document ?? ''), {
        method,
        headers: foreign,
      })
      expect([method, path, response.status]).toEqual([method, path, 403])
    }
  })

  it('is not entered without a token', async () => {
    for (const { method, path } of operations) {
      if (path.endsWith('-code')) continue
      const response = await fetch(hosted.url + path.replaceAll(/\{\w+\}/g, ids.document ?? ''), {
        ...{ method, headers: { 'x-tenant-id': owner.headers['x-tenant-id'] ?? '' } },
      })
      expect([method, path, response.status]).toEqual([method, path, 401])
    }
  })

  /** As a new client. */
  async function sync(
    caller: Caller,
    mutations: readonly { readonly id: number; readonly name: string; readonly args: object }[],
    refresh: readonly object[] = [],
  ): Promise<SyncResponse> {
    const request = { protocol: 1, clientId: uuidv7(), mutations, acknowledged: 0, cursor: null, refresh }
    return syncResponseSchema.parse(await caller.json('POST', '/sync', { ...request, limit: 100 }))
  }

  /** Words that only the owner's organisation has; what was sent may be said back. */
  function secretsOf(kind: string, id: string, tried: string): string[] {
    const own = ['Annual report', 'Secret folder', 'Why did revenue grow?', owner.email, 'new@example.com']
    return tried.includes(id) || kind === 'tenant' ? own : [...own, 'nothing else']
  }

  const bodyWith = (id: string) => ({
    // No `id` of its own: ids are a tenant's own, so a folder may be made here with one that another has.
    ...{ ids: [id], name: 'Taken', title: 'Taken', question: 'revenue?', chatId: id, messageId: id },
    ...{
      folderId: null,
      parentId: null,
      scope: { documentIds: [id] },
      rating: 'up',
      role: 'owner',
      userId: id,
    },
    ...{ email: 'eve@example.com', window: '24h', tokens: 1, model: 'extractive' },
  })

  /** All that the owner sees. */
  async function snapshot(): Promise<unknown> {
    const paths = [
      '/files',
      '/bin',
      '/folders',
      '/chats',
      `/chats/${ids.chat}`,
      '/members',
      '/invitations',
      '/quotas',
      '/tenant',
    ]
    return Promise.all(paths.map((path) => owner.json('GET', path)))
  }
})

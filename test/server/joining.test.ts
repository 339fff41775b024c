/** A device joins an organisation on a real hosted server as its window does, leaves it, and lets go of what it may not keep. */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { codeOf, openTestBackend, type TestBackend, type TestClient } from '../../src/backend/test-backend.ts'
import type { SyncStatus } from '../../src/contract/index.ts'
import { eventually } from '../eventually.ts'
import { textPdf } from '../fixtures/pdf.ts'
import { type Caller, codeFor } from './caller.ts'
import { type Hosted, isMissing, openHosted } from './hosted.ts'

type Tenant = Awaited<ReturnType<Hosted['addTenant']>>

describe.skipIf(isMissing)('a device and an organisation', () => {
  let hosted: Hosted
  const opened: TestBackend[] = []
  beforeAll(async () => {
    hosted = await openHosted()
  })
  afterEach(async () => {
    for (const backend of opened.splice(0)) await backend.close()
    // All sign in from one address, which is sent only so many codes an hour.
    await hosted?.server.parts.kv.delete('tries:codes:ip:127.0.0.1')
  })
  afterAll(() => hosted?.close())

  /** What is in its keychain is kept in `kept`; one that was closed goes on with its `dataDirectory`. */
  async function device(kept: Record<string, string> = {}, dataDirectory?: string) {
    const backend = await openTestBackend({
      ...(dataDirectory !== undefined && { dataDirectory }),
      secrets: {
        ...{ environment: {}, stored: { ...kept } },
        async store(name, value) {
          if (value === null) delete kept[name]
          else kept[name] = value
          return true
        },
      },
    })
    opened.push(backend)
    return { ...backend, kept, client: backend.connect().client }
  }

  /** Signs in as people do. */
  async function ticketFor(client: TestClient, tenant: string, email: string) {
    const place = { url: hosted.url, tenant, email }
    const before = hosted.mail.mails.length
    await client.device.servers.requestCode(place)
    const code = await codeFor(hosted.mail, email, before)
    return client.device.servers.verifyCode({ ...place, code })
  }

  async function memberOf(owner: Caller, email = `${randomUUID()}@example.com`): Promise<string> {
    await owner.request('POST', '/invitations', { email, role: 'member' })
    return email
  }

  async function removeMember(owner: Caller, email: string): Promise<void> {
    const members = (await owner.json('GET', '/members')) as { userId: string; email: string }[]
    const removed = members.find((member) => member.email === email)
    await owner.request('DELETE', `/members/${removed?.userId}`)
  }

  /** Elsewhere, of which the device hears nothing. */
  const signOut = (tenant: string, token = '') =>
    fetch(`${hosted.url}/v1/auth/sign-out`, {
      ...{ method: 'POST', body: '{}' },
      headers: {
        ...{ authorization: `Bearer ${token}`, 'x-tenant-id': tenant },
        'content-type': 'application/json',
      },
    })

  const untilGone = (directory: string, workspaceId: string) =>
    eventually(
      async () => existsSync(join(directory, 'workspaces', workspaceId)),
      (isThere) => !isThere,
    )

  /** A copy that was joined and then left for the device's own workspace. */
  async function unopenedCopy(client: TestClient, ...[tenant, email]: readonly [Tenant, string]) {
    const { ticket } = await ticketFor(client, tenant.slug, email)
    const copy = await client.device.servers.join({ ticket, tenantId: tenant.id })
    await until(client, ({ state }) => state === 'synced')
    const [own] = await client.device.workspaces.list()
    await client.device.workspaces.open({ id: own?.id ?? '' })
    return copy
  }

  async function until(client: TestClient, isSo: (status: SyncStatus) => boolean): Promise<SyncStatus> {
    const signal = AbortSignal.timeout(60_000)
    for await (const status of await client.device.sync.status(undefined, { signal }))
      if (status && isSo(status)) return status
    throw new Error('the status ended')
  }

  it('joins beside the workspaces that there are, with the sign-in in the keychain alone', {
    timeout: 120_000,
  }, async () => {
    const { id, owner, slug } = await hosted.addTenant()
    await owner.addReady('Turbines.pdf', await textPdf(['Turbines earned 12 million dollars in 2025.']))
    const email = await memberOf(owner)
    const { client, directory, kept } = await device()
    const { tenants, ticket } = await ticketFor(client, slug, email)
    expect(tenants).toMatchObject([{ id, slug, role: 'member' }])

    const workspace = await client.device.servers.join({ ticket, tenantId: id })
    expect(workspace).toMatchObject({
      ...{ name: slug, current: true, tenantId: id },
      server: { url: hosted.url, organisation: slug, email },
    })
    expect((await client.device.workspaces.list()).map(({ name }) => name)).toEqual(['default', slug])
    await until(client, ({ state }) => state === 'synced')
    const found = await client.search({ query: 'What did turbines earn?', scope: {}, limit: 3 })
    expect(found[0]).toMatchObject({ document: { name: 'Turbines.pdf' }, page: 1 })

    const token = kept[`sign-in:${workspace.id}`] ?? ''
    expect(token).toMatch(/^eyJ/)
    expect((await readFile(join(directory, 'device.db'))).includes(token)).toBe(false)
    expect(await codeOf(client.device.servers.join({ ticket, tenantId: id }))).toBe('session_ended')
  })

  it('lists its user’s computers, and signs out one of them, which keeps what it has', {
    timeout: 120_000,
  }, async () => {
    const { id, owner, slug } = await hosted.addTenant()
    const email = await memberOf(owner)
    const [here, lost] = [await device(), await device()]
    const join = async ({ client }: typeof here) => {
      const { ticket } = await ticketFor(client, slug, email)
      // A second code within a minute is refused.
      await hosted.server.parts.kv.delete(`tries:cooldown:${id}:${email}`)
      const workspace = await client.device.servers.join({ ticket, tenantId: id })
      await until(client, ({ state }) => state === 'synced')
      return workspace.id
    }
    const [workspaceId] = [await join(here), await join(lost)]
    const others = async () =>
      (await here.client.device.servers.devices({ workspaceId })).filter(({ isThis }) => !isThis)
    const listed = await eventually(others, ({ length }) => length === 1)
    expect(listed).toMatchObject([{ name: hostname(), keepsFiles: false }])

    await here.client.device.servers.signOutDevice({ workspaceId, id: listed[0]?.id ?? '' })
    expect(await others()).toEqual([])
    await until(lost.client, ({ state }) => state === 'signed_out')
    await lost.client.folders.create({ id: randomUUID(), name: 'Kept', parentId: null })
    await until(lost.client, ({ waiting }) => waiting === 1)
    expect(await lost.client.folders.list()).toMatchObject([{ name: 'Kept' }])
    const [copy] = (await lost.client.device.workspaces.list()).filter(({ server }) => server)
    const unlisted = lost.client.device.servers.devices({ workspaceId: copy?.id ?? '' })
    expect(await codeOf(unlisted)).toBe('session_ended')
  })

  it('keeps everything readable when the sign-in ends, and goes on with a new one', {
    timeout: 120_000,
  }, async () => {
    const [{ id, slug, owner }, other] = [await hosted.addTenant(), await hosted.addTenant()]
    const email = await memberOf(owner)
    await memberOf(other.owner, email)
    const { client, kept } = await device()
    const first = await ticketFor(client, slug, email)
    const workspace = await client.device.servers.join({ ticket: first.ticket, tenantId: id })
    await until(client, ({ state }) => state === 'synced')
    await signOut(slug, kept[`sign-in:${workspace.id}`])
    await client.folders.create({ id: randomUUID(), name: 'While signed out', parentId: null })
    await until(client, ({ state, waiting }) => state === 'signed_out' && waiting === 1)
    expect(await client.folders.list()).toMatchObject([{ name: 'While signed out' }])

    // A second code within a minute is refused; the person's other organisation sends one.
    const { tenants, ticket } = await ticketFor(client, other.slug, email)
    expect(tenants.map((tenant) => tenant.slug).toSorted()).toEqual([slug, other.slug].toSorted())
    expect(await client.device.servers.join({ ticket, tenantId: id })).toMatchObject({ id: workspace.id })
    await until(client, ({ state, waiting }) => state === 'synced' && waiting === 0)
    expect(await owner.json('GET', '/folders')).toMatchObject([{ name: 'While signed out' }])
  })

  it('leaves with a copy that goes on by itself, files included', { timeout: 120_000 }, async () => {
    const { id, owner, slug } = await hosted.addTenant()
    await owner.addReady('Turbines.pdf', await textPdf(['Turbines earned 12 million dollars in 2025.']))
    const email = await memberOf(owner)
    const { backend, client, kept } = await device()
    const { ticket } = await ticketFor(client, slug, email)
    const workspace = await client.device.servers.join({ ticket, tenantId: id })
    await until(client, ({ state }) => state === 'synced')

    await client.device.servers.leave({ workspaceId: workspace.id, keepsCopy: true })
    expect(kept).toEqual({})
    expect(await client.device.workspaces.list()).toMatchObject([
      { name: 'default' },
      { name: slug, server: null, current: true },
    ])
    const [document] = await client.documents.list()
    expect(document).toMatchObject({ name: 'Turbines.pdf', status: 'ready' })
    expect((await readFile((await backend.documentFile(document?.id ?? '')).path)).byteLength).toBe(
      document?.bytes,
    )
    // Its user owns it now, and nothing waits for a server.
    await client.folders.create({ id: randomUUID(), name: 'Own', parentId: null })
    await client.settings.set({ language: 'fa' })
    expect(await codeOf(client.device.sync.activity())).toBe('conflict')
    expect(await owner.json('GET', '/folders')).toEqual([])
  })

  it('leaves nothing before its user agrees to go without files that cannot be brought', {
    timeout: 120_000,
  }, async () => {
    const tenant = await hosted.addTenant()
    const { owner, slug } = tenant
    for (const name of ['Turbines', 'Bearings'])
      await owner.addReady(`${name}.pdf`, await textPdf([`${name} earned 12 million dollars.`]))
    const { client, kept } = await device()
    const copy = await unopenedCopy(client, tenant, await memberOf(owner))
    await signOut(slug, kept[`sign-in:${copy.id}`])
    const leaving = { workspaceId: copy.id, keepsCopy: true }
    const refused = await client.device.servers.leave(leaving).catch((error: unknown) => error)
    expect(refused).toMatchObject({ data: { code: 'files_not_brought', details: { count: 2 } } })
    const here = async () => (await client.device.workspaces.list()).find(({ id }) => id === copy.id)
    expect(await here()).toEqual({ ...copy, current: false })
    expect(Object.keys(kept)).toEqual([`sign-in:${copy.id}`])

    await client.device.servers.leave({ ...leaving, evenWithoutFiles: true })
    expect(await here()).toMatchObject({ server: null, current: false })
    expect(kept).toEqual({})
    await client.device.workspaces.open({ id: copy.id })
    expect((await client.documents.list()).map(({ status }) => status)).toEqual(['ready', 'ready'])
  })

  it('passes over a file that is not on the server either when it brings the others', {
    timeout: 120_000,
  }, async () => {
    const { id, owner, slug } = await hosted.addTenant()
    const add = async (name: string) =>
      owner.addReady(name, await textPdf([`${name} earned 12 million dollars.`]))
    await add('Turbines.pdf')
    const gone = await add('Bearings.pdf')
    await hosted.server.parts.blobs(id).remove(gone.sha256)
    await add('Sensors.pdf')
    const { client } = await device()
    const { ticket } = await ticketFor(client, slug, await memberOf(owner))
    const workspace = await client.device.servers.join({ ticket, tenantId: id })
    await until(client, ({ state }) => state === 'synced')
    const leaving = { workspaceId: workspace.id, keepsCopy: true }
    const refused = await client.device.servers.leave(leaving).catch((error: unknown) => error)
    expect(refused).toMatchObject({ data: { code: 'files_not_brought', details: { count: 1 } } })
    expect(await client.device.sync.remoteFiles()).toEqual([gone.id])
  })

  it('leaves without a copy, and nothing of it is left', { timeout: 120_000 }, async () => {
    const { id, owner, slug } = await hosted.addTenant()
    const email = await memberOf(owner)
    const { client, directory, kept } = await device()
    const { ticket } = await ticketFor(client, slug, email)
    const workspace = await client.device.servers.join({ ticket, tenantId: id })
    await until(client, ({ state }) => state === 'synced')
    expect(existsSync(join(directory, 'workspaces', workspace.id))).toBe(true)
    await client.device.servers.leave({ workspaceId: workspace.id, keepsCopy: false })
    expect(existsSync(join(directory, 'workspaces', workspace.id))).toBe(false)
    expect(kept).toEqual({})
    expect(await client.device.workspaces.list()).toMatchObject([{ name: 'default', current: true }])
    expect(await client.documents.list()).toEqual([])
  })

  it('takes its data off the device of whoever is no member any more, and says so', {
    timeout: 120_000,
  }, async () => {
    const { id, owner, slug } = await hosted.addTenant()
    const email = await memberOf(owner)
    const { client, directory } = await device()
    const { ticket } = await ticketFor(client, slug, email)
    const workspace = await client.device.servers.join({ ticket, tenantId: id })
    await until(client, ({ state }) => state === 'synced')
    await removeMember(owner, email)

    await untilGone(directory, workspace.id)
    expect(await client.device.workspaces.list()).toMatchObject([{ name: 'default', current: true }])
    expect(await client.device.servers.ended()).toMatchObject([
      { workspaceId: workspace.id, name: slug, organisation: slug },
    ])
    await client.device.servers.dismissEnded({ workspaceId: workspace.id })
    expect(await client.device.servers.ended()).toEqual([])
    expect(
      await eventually(
        () => client.documents.list(),
        () => true,
      ),
    ).toEqual([])
  })

  it('lets go of a copy only after work in it that its end came upon', { timeout: 120_000 }, async () => {
    const tenant = await hosted.addTenant()
    const email = await memberOf(tenant.owner)
    const { backend, client, directory } = await device()
    const copy = await unopenedCopy(client, tenant, email)
    const visit = backend.workspaces.visit(copy.id, async (core, signal) => {
      await removeMember(tenant.owner, email)
      await new Promise((stopped) => signal.addEventListener('abort', stopped, { once: true }))
      expect(existsSync(join(directory, 'workspaces', copy.id))).toBe(true)
      return core.documents.list(core.actor)
    })
    await expect(visit).rejects.toMatchObject({ code: 'membership_ended' })
    expect(existsSync(join(directory, 'workspaces', copy.id))).toBe(false)
    expect(await client.device.servers.ended()).toMatchObject([{ workspaceId: copy.id }])
  })

  it('asks at its start for copies that are not open, and believes the server alone', {
    timeout: 120_000,
  }, async () => {
    const [kept, ended] = [await hosted.addTenant(), await hosted.addTenant()]
    const email = await memberOf(kept.owner)
    await memberOf(ended.owner, email)
    const first = await device()
    const copies = {
      kept: await unopenedCopy(first.client, kept, email),
      ended: await unopenedCopy(first.client, ended, email),
    }
    await first.backend.close()
    await removeMember(ended.owner, email)
    const { client, directory } = await device(first.kept, first.directory)
    await untilGone(directory, copies.ended.id)
    expect((await client.device.workspaces.list()).map(({ id }) => id)).toContain(copies.kept.id)
    expect(await client.device.servers.ended()).toMatchObject([{ workspaceId: copies.ended.id }])
    expect(Object.keys(first.kept)).toEqual([`sign-in:${copies.kept.id}`])
  })

  it('learns by signing in which copies are nobody’s any more, and of no other person’s', {
    timeout: 120_000,
  }, async () => {
    const [left, joined] = [await hosted.addTenant(), await hosted.addTenant()]
    const email = await memberOf(left.owner)
    await memberOf(joined.owner, email)
    const { client, directory } = await device()
    const copy = await unopenedCopy(client, left, email)
    await removeMember(left.owner, email)
    await ticketFor(client, joined.slug, await memberOf(joined.owner))
    expect(existsSync(join(directory, 'workspaces', copy.id))).toBe(true)
    await ticketFor(client, joined.slug, email)
    expect(existsSync(join(directory, 'workspaces', copy.id))).toBe(false)
    expect(await client.device.servers.ended()).toMatchObject([{ workspaceId: copy.id, name: left.slug }])
  })

  it('keeps no second person’s copy beside the first’s', { timeout: 120_000 }, async () => {
    const { id, owner, slug } = await hosted.addTenant()
    const [one, two] = [await memberOf(owner), await memberOf(owner)]
    const { client } = await device()
    const first = await ticketFor(client, slug, one)
    await client.device.servers.join({ ticket: first.ticket, tenantId: id })
    const second = await ticketFor(client, slug, two)
    const joining = client.device.servers.join({ ticket: second.ticket, tenantId: id })
    expect(await codeOf(joining)).toBe('copy_of_other')
  })

  it('takes documents, and all of a workspace, into the organisation without reading them again', {
    timeout: 180_000,
  }, async () => {
    const { id, owner, slug } = await hosted.addTenant()
    const { client } = await device()
    const folderId = uuidv7()
    await client.folders.create({ id: folderId, name: 'Suppliers', parentId: null })
    const add = async (name: string, text: string) => {
      const file = new File([Uint8Array.from(await textPdf([text]))], name)
      const { document } = await client.documents.add({ file, name, folderId })
      for await (const _ of await client.documents.events({ ids: [document.id] }));
      return document
    }
    const turbines = await add('Turbines.pdf', 'Turbines earned 12 million dollars in fiscal 2025.')
    await add('Bearings.pdf', 'Their bearings wear out.')
    await client.documents.tag({ ids: [turbines.id], add: ['wind'], remove: [] })
    for await (const _ of await client.chats.ask({ question: 'What did turbines earn?' }));
    const [local] = await client.device.workspaces.list()

    const { ticket } = await ticketFor(client, slug, await memberOf(owner))
    const copy = await client.device.servers.join({ ticket, tenantId: id })
    await until(client, ({ state }) => state === 'synced')
    await client.device.workspaces.open({ id: local?.id ?? '' })
    const target = { workspaceId: copy.id }
    const one = { ...target, documentIds: [turbines.id] }
    expect(await client.device.servers.copyDocuments(one)).toEqual({ added: 1, passedOver: 0 })
    expect(await client.device.servers.copyDocuments(one)).toEqual({ added: 0, passedOver: 0 })
    expect(await client.device.servers.promote(target)).toEqual({ documents: 1, passedOver: 0, chats: 1 })
    expect(await client.device.servers.promote(target)).toEqual({ documents: 0, passedOver: 0, chats: 1 })
    expect(await codeOf(client.device.servers.promote({ workspaceId: local?.id ?? '' }))).toBe('conflict')
    expect(await client.documents.list()).toHaveLength(2)

    await client.device.workspaces.open({ id: copy.id })
    const there = await client.documents.list()
    expect(there.map(({ name, status }) => [name, status]).toSorted()).toEqual([
      ['Bearings.pdf', 'ready'],
      ['Turbines.pdf', 'ready'],
    ])
    await until(client, ({ state, waiting }) => state === 'synced' && waiting === 0)
    const [chat] = await client.chats.list()
    const { messages } = await client.chats.get({ id: chat?.id ?? '' })
    const copied = there.find(({ name }) => name === 'Turbines.pdf')
    expect(messages).toHaveLength(2)
    expect(messages[1]?.citations[0]?.documentId).toBe(copied?.id)
    // The passages are the very ones that were read at home.
    const cited: string[] = []
    for await (const event of await client.chats.ask({ question: 'What did turbines earn?' }))
      if (event.type === 'citation') cited.push(event.citation.chunkId)
    expect(cited).toEqual(messages[1]?.citations.map(({ chunkId }) => chunkId))
    const files = (await owner.json('GET', '/files')) as { items: { name: string; tags: string[] }[] }
    expect(files.items.map(({ name, tags }) => [name, tags]).toSorted()).toEqual([
      ['Bearings.pdf', []],
      ['Turbines.pdf', ['wind']],
    ])
    expect(await owner.json('GET', '/folders')).toMatchObject([{ id: folderId, name: 'Suppliers' }])
    // Private until it is shared.
    expect(await owner.json('GET', '/chats')).toEqual([])
  })

  it('says what is wrong with a place', async () => {
    const { client } = await device()
    const { servers } = client.device
    const email = 'ada@example.com'
    const nowhere = { url: 'http://127.0.0.1:9', tenant: 'acme', email }
    expect(await codeOf(servers.requestCode(nowhere))).toBe('server_unreachable')
    expect(await codeOf(servers.requestCode({ ...nowhere, url: 'http://example.com' }))).toBe('bad_request')
    expect(await codeOf(servers.requestCode({ url: hosted.url, tenant: 'nobody', email }))).toBe('not_found')
  })
})

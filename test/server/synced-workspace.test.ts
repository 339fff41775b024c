/** Workspaces of devices that are copies of an organisation's, each kept the same by its engine, on a real hosted server. */
import { randomUUID } from 'node:crypto'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { restoreBackup } from '../../src/core/database/index.ts'
import { eventually } from '../eventually.ts'
import { textPdf } from '../fixtures/pdf.ts'
import { type Copy, openCopy } from '../sync/copy.ts'
import { type Caller, type Hosted, isMissing, openHosted } from './hosted.ts'

describe.skipIf(isMissing)('a synced workspace', () => {
  let hosted: Hosted
  const copies: Copy[] = []
  beforeAll(async () => {
    hosted = await openHosted()
  })
  afterEach(async () => {
    for (const copy of copies.splice(0)) await copy.remove()
  })
  afterAll(() => hosted?.close())

  async function copyOf(caller: Caller, url = hosted.url): Promise<Copy> {
    const copy = await openCopy(caller, url)
    copies.push(copy)
    return copy
  }
  it('brings a document with its text to another, to be asked and opened there', {
    timeout: 120_000,
  }, async () => {
    const { owner } = await hosted.addTenant()
    const [one, two] = [await copyOf(owner), await copyOf(owner)]
    await two.until(({ state }) => state === 'synced')
    const bytes = await textPdf(['Turbines earned 12 million dollars in fiscal 2025.'])
    const { document } = await one.client.documents.add({
      file: new File([Uint8Array.from(bytes)], 'Turbines.pdf'),
      name: 'Turbines.pdf',
    })
    const arrived = await eventually(
      () => two.client.documents.list(),
      (list) => list[0]?.status === 'ready',
    )
    expect(arrived).toMatchObject([{ id: document.id, name: 'Turbines.pdf', pageCount: 1 }])
    expect(await two.synced.remoteFiles()).toEqual([document.id])
    const found = await two.client.search({ query: 'What did turbines earn?', scope: {}, limit: 3 })
    expect(found[0]).toMatchObject({ document: { id: document.id }, page: 1 })
    const content = await two.core.documents.content(two.core.actor, document.id)
    expect(content.bytes).toBe(bytes.byteLength)
    expect(await two.synced.remoteFiles()).toEqual([])
    const { runs } = await one.synced.activity()
    expect(runs.reduce((sum, { sent }) => sum + sent, 0)).toBe(1)
  })

  it('keeps what is done without the server, and sends it later', { timeout: 120_000 }, async () => {
    const { owner } = await hosted.addTenant()
    const copy = await copyOf(owner)
    await copy.until(({ state }) => state === 'synced')
    copy.synced.setNetwork({ online: false, metered: false })
    await copy.until(({ state }) => state === 'offline')
    const id = uuidv7()
    await copy.client.folders.create({ id, name: 'Made offline', parentId: null })
    const { waiting } = await copy.synced.activity()
    expect(waiting).toMatchObject([{ name: 'folder.create', subjects: ['Made offline'] }])
    copy.synced.setNetwork({ online: true, metered: false })
    await copy.until(({ state, waiting: left }) => state === 'synced' && left === 0)
    expect(await owner.json('GET', '/folders')).toMatchObject([{ id, name: 'Made offline' }])
  })

  it('waits for its user: paused, signed out, on a network that costs money', {
    timeout: 120_000,
  }, async () => {
    const { owner } = await hosted.addTenant()
    const copy = await copyOf(owner)
    await copy.until(({ state }) => state === 'synced')
    const make = (name: string) => copy.client.folders.create({ id: uuidv7(), name, parentId: null })
    const there = async () => ((await owner.json('GET', '/folders')) as { name: string }[]).length

    await copy.synced.configure({ paused: true })
    await make('While paused')
    await copy.synced.configure({ paused: false })
    await copy.until(({ state, waiting }) => state === 'synced' && waiting === 0)
    expect(await there()).toBe(1)

    copy.setToken(null)
    await copy.until(({ state }) => state === 'signed_out')
    await make('While signed out')
    expect(await copy.client.folders.list()).toHaveLength(2)
    copy.setToken(owner.token)
    await copy.until(({ state, waiting }) => state === 'synced' && waiting === 0)
    expect(await there()).toBe(2)

    copy.synced.setNetwork({ online: true, metered: true })
    await make('On a metered network')
    const held = await copy.until(({ state, waiting }) => state === 'paused' && waiting === 1)
    expect(held.paused).toBe(false)
    copy.synced.syncNow()
    await copy.until(({ waiting }) => waiting === 0)
    expect(await there()).toBe(3)
  })

  it('shows what was refused until its user has seen why', { timeout: 120_000 }, async () => {
    const { owner } = await hosted.addTenant()
    const id = uuidv7()
    await owner.request('POST', '/folders', { id, name: 'Contracts', parentId: null })
    const copy = await copyOf(owner)
    await copy.until(({ state }) => state === 'synced')
    copy.synced.setNetwork({ online: false, metered: false })
    await copy.client.folders.rename({ id, name: 'Supplier contracts' })
    await owner.request('DELETE', `/folders/${id}`)
    await owner.request('POST', '/bin/purge', {})
    copy.synced.setNetwork({ online: true, metered: false })
    await copy.until(({ rejected, waiting }) => rejected === 1 && waiting === 0)
    const { rejected } = await copy.synced.activity()
    expect(rejected).toMatchObject([
      {
        name: 'folder.rename',
        subjects: ['Supplier contracts'],
        present: [],
        error: { code: 'not_found' },
      },
    ])
    expect(await copy.client.folders.list()).toEqual([])
    await copy.synced.dismiss(rejected.map(({ mutationId }) => mutationId))
    expect(copy.synced.status().rejected).toBe(0)
  })

  it('says what the server has of what a refused change was about', { timeout: 120_000 }, async () => {
    const { owner } = await hosted.addTenant()
    const [one, other] = [uuidv7(), uuidv7()]
    for (const [id, name] of Object.entries({ [one]: 'Contracts', [other]: 'Suppliers' }))
      await owner.request('POST', '/folders', { id, name, parentId: null })
    const copy = await copyOf(owner)
    await copy.until(({ state }) => state === 'synced')
    copy.synced.setNetwork({ online: false, metered: false })
    await copy.client.folders.move({ id: one, parentId: other })
    await owner.request('POST', `/folders/${other}/move`, { parentId: one })
    copy.synced.setNetwork({ online: true, metered: false })
    await copy.until(({ rejected, waiting }) => rejected === 1 && waiting === 0)
    expect((await copy.synced.activity()).rejected).toMatchObject([
      { name: 'folder.move', present: ['Contracts'], error: { code: 'conflict' } },
    ])
    expect(await copy.client.folders.list()).toMatchObject([
      { id: one, parentId: null },
      { id: other, parentId: one },
    ])
  })

  it('has the role that its user has on the server', { timeout: 120_000 }, async () => {
    const { owner, slug } = await hosted.addTenant()
    const email = `${randomUUID()}@example.com`
    await owner.request('POST', '/invitations', { email, role: 'member' })
    const copy = await copyOf(await hosted.signIn(slug, email))
    await copy.until(({ state }) => state === 'synced')
    expect(copy.core.actor.role).toBe('member')
    await copy.client.folders.create({ id: uuidv7(), name: 'Mine', parentId: null })
    await copy.until(({ state, waiting }) => state === 'synced' && waiting === 0)
    expect(await owner.json('GET', '/folders')).toMatchObject([{ name: 'Mine' }])
  })

  it('goes on after its end where it was', { timeout: 120_000 }, async () => {
    const { owner } = await hosted.addTenant()
    const copy = await copyOf(owner)
    await copy.until(({ state }) => state === 'synced')
    copy.synced.setNetwork({ online: false, metered: false })
    await copy.client.folders.create({ id: uuidv7(), name: 'Before the end', parentId: null })
    const { directory } = copy
    await copy.close()
    const again = await openCopy(owner, hosted.url, directory)
    copies.splice(copies.indexOf(copy), 1, again)
    await again.until(({ state, waiting }) => state === 'synced' && waiting === 0)
    expect(await owner.json('GET', '/folders')).toMatchObject([{ name: 'Before the end' }])
  })

  it('is whole again after it was put back to a backup', { timeout: 120_000 }, async () => {
    const { owner } = await hosted.addTenant()
    await owner.addReady('Turbines.pdf', await textPdf(['Turbines earned 12 million dollars in 2025.']))
    const copy = await copyOf(owner)
    await copy.until(({ state }) => state === 'synced')
    await copy.client.folders.create({ id: uuidv7(), name: 'In the backup', parentId: null })
    await copy.until(({ state, waiting }) => state === 'synced' && waiting === 0)
    await copy.core.backUp()
    await copy.client.folders.create({ id: uuidv7(), name: 'After it', parentId: null })
    await copy.until(({ state, waiting }) => state === 'synced' && waiting === 0)
    const { directory } = copy
    await copy.close()
    await restoreBackup({ directory, command: 'a test' })

    const again = await openCopy(owner, hosted.url, directory)
    copies.splice(copies.indexOf(copy), 1, again)
    await again.client.folders.create({ id: uuidv7(), name: 'After the restore', parentId: null })
    await again.until(({ state, waiting }) => state === 'synced' && waiting === 0)
    const names = (await again.client.folders.list()).map(({ name }) => name)
    expect(names.toSorted()).toEqual(['After it', 'After the restore', 'In the backup'])
    const there = (await owner.json('GET', '/folders')) as { name: string }[]
    expect(there.map(({ name }) => name).toSorted()).toEqual(names.toSorted())
    const [document] = await eventually(
      () => again.client.documents.list(),
      ([first]) => first?.status === 'ready',
    )
    expect(document?.name).toBe('Turbines.pdf')
    const found = await again.client.search({ query: 'What did turbines earn?', scope: {}, limit: 3 })
    expect(found[0]).toMatchObject({ document: { id: document?.id }, page: 1 })
  })
})

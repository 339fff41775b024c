/** Files and texts on their way between a laptop's copy and a real hosted server, where something on the way is wrong. */
import { v7 as uuidv7 } from 'uuid'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { SyncStatus } from '../../src/contract/index.ts'
import { eventually } from '../eventually.ts'
import { textPdf } from '../fixtures/pdf.ts'
import { type Copy, openCopy } from '../sync/copy.ts'
import { type Gateway, openGateway, type Passing, refusing } from '../sync/gateway.ts'
import { type Caller, type Hosted, isMissing, openHosted } from './hosted.ts'

const isText = ({ path }: Passing) => path.includes('/derived')
const isPart = ({ method, path }: Passing) => method === 'PUT' && path.startsWith('/v1/sync/blobs/')
const isExchange = ({ method, path }: Passing) => method === 'POST' && path === '/v1/sync'

describe.skipIf(isMissing)('files and texts of a synced workspace', { timeout: 120_000 }, () => {
  let hosted: Hosted
  let gateway: Gateway
  let owner: Caller
  let copy: Copy | undefined
  beforeAll(async () => {
    hosted = await openHosted()
  })
  beforeEach(async () => {
    gateway = await openGateway(hosted.url)
    owner = (await hosted.addTenant()).owner
  })
  afterEach(async () => {
    await copy?.remove()
    copy = undefined
    await gateway.close()
  })
  afterAll(() => hosted?.close())

  async function openOne(): Promise<Copy> {
    copy = await openCopy(owner, gateway.url)
    return copy
  }

  async function add({ client }: Copy, name: string): Promise<string> {
    const file = new File([Uint8Array.from(await textPdf([`${name} earned 12 million dollars.`]))], name)
    return (await client.documents.add({ file, name })).document.id
  }

  const asked = (before: number) => gateway.seen.slice(before)

  const addFolder = (name: string) =>
    owner.request('POST', '/folders', { id: uuidv7(), name, parentId: null })

  it('come after the server had too many requests, and nothing is called synced before', async () => {
    for (const name of ['One.pdf', 'Two.pdf', 'Three.pdf'])
      await owner.addReady(name, await textPdf([`${name} earned 12 million dollars.`]))
    gateway.rule(refusing(isText, 'too_many_requests', { seconds: 1 }, 2))
    const one = await openOne()
    await one.until(({ state }) => state === 'synced')
    const statuses = (await one.client.documents.list()).map(({ status }) => status)
    expect(statuses).toEqual(['ready', 'ready', 'ready'])
    expect(gateway.seen.filter(isText).length).toBeGreaterThan(3)
  })

  it('come after its user signed in again', async () => {
    await owner.addReady('One.pdf', await textPdf(['It earned 12 million dollars.']))
    let isOver = false
    const end = refusing(() => isOver, 'session_ended')
    gateway.rule((passing) => {
      if (isText(passing)) isOver = true
      end(passing)
    })
    const one = await openOne()
    await one.until(({ state }) => state === 'signed_out')
    gateway.rule(() => {})
    one.setToken(owner.token)
    await one.until(({ state }) => state === 'synced')
    expect(await one.client.documents.list()).toMatchObject([{ status: 'ready' }])
  })

  it('hold up no change that comes, and only what was done after them here', async () => {
    const one = await openOne()
    await one.until(({ state }) => state === 'synced')
    const held = Promise.withResolvers<void>()
    gateway.rule((passing) => (isPart(passing) ? held.promise : undefined))
    const id = await add(one, 'Long.pdf')
    await one.client.documents.rename({ id, name: 'Renamed.pdf' })
    await addFolder('From elsewhere')
    one.synced.wake()
    await eventually(
      () => one.client.folders.list(),
      (folders) => folders.length === 1,
    )
    expect(one.synced.status()).toMatchObject({ waiting: 2, sending: { done: 0, total: 1 } })
    expect(await owner.json('GET', '/files')).toMatchObject({ items: [] })
    held.resolve()
    await one.until(({ state, waiting }) => state === 'synced' && waiting === 0)
    expect(await owner.json('GET', '/files')).toMatchObject({ items: [{ name: 'Renamed.pdf' }] })
  })

  it('are there one by one, go once, and are counted right', async () => {
    const one = await openOne()
    await one.until(({ state }) => state === 'synced')
    one.synced.setNetwork({ online: false, metered: false })
    for (const name of ['One.pdf', 'Two.pdf', 'Three.pdf']) await add(one, name)
    const statuses: SyncStatus[] = []
    const watching = new AbortController()
    const watched = (async () => {
      for await (const status of one.synced.follow(watching.signal)) statuses.push(status)
    })()
    // The third breaks off once: the connection is lost.
    let parts = 0
    gateway.rule((passing) => {
      if (isPart(passing) && ++parts === 3) throw new Error('lost')
    })
    one.synced.setNetwork({ online: true, metered: false })
    await one.until(({ state, waiting }) => state === 'synced' && waiting === 0)
    watching.abort()
    await watched
    const sent = gateway.seen.filter(isPart).map(({ path }) => path)
    expect(sent).toHaveLength(4)
    expect(new Set(sent).size).toBe(3)
    const shown = statuses.flatMap(({ sending }) => (sending ? [`${sending.done} of ${sending.total}`] : []))
    // The last was begun anew, alone.
    expect([...new Set(shown)]).toEqual(['0 of 3', '1 of 3', '2 of 3', '0 of 1'])
    expect(await owner.json('GET', '/files')).toMatchObject({ items: [{}, {}, {}] })
  })

  it('go again where their document was deleted for good and is added anew', async () => {
    const one = await openOne()
    const isDone = ({ state, waiting }: SyncStatus) => state === 'synced' && waiting === 0
    await one.until(isDone)
    const file = new File([Uint8Array.from(await textPdf(['Turbines earned 12 million.']))], 'Again.pdf')
    const { document } = await one.client.documents.add({ file, name: file.name })
    await one.until(isDone)
    await one.client.documents.remove({ ids: [document.id] })
    await one.client.documents.purge({ ids: [document.id] })
    await one.until(isDone)
    await one.client.documents.add({ file, name: file.name })
    expect((await one.until(isDone)).rejected).toBe(0)
    expect(await owner.json('GET', '/files')).toMatchObject({ items: [{ name: 'Again.pdf' }] })
  })

  it('stay where they are while paused, as does everything else', async () => {
    const one = await openOne()
    await one.until(({ state }) => state === 'synced')
    await one.synced.configure({ paused: true })
    await one.until(({ state }) => state === 'paused')
    const before = gateway.seen.length
    await add(one, 'While paused.pdf')
    await addFolder('While paused')
    await one.until(({ state, waiting }) => state === 'paused' && waiting === 1)
    one.synced.wake()
    await one.core.documents.list(one.core.actor)
    expect(asked(before)).toEqual([])
    await one.synced.configure({ paused: false })
    await one.until(({ state, waiting }) => state === 'synced' && waiting === 0)
    expect(await one.client.folders.list()).toHaveLength(1)
  })

  it('are not asked for where the server speaks another protocol', async () => {
    const one = await openOne()
    await one.until(({ state }) => state === 'synced')
    await owner.addReady('One.pdf', await textPdf(['It earned 12 million dollars.']))
    gateway.rule(refusing(isExchange, 'update_needed', { side: 'DocuChat' }))
    one.synced.syncNow()
    await one.until(({ state }) => state === 'update_needed')
    const before = gateway.seen.length
    await add(one, 'Two.pdf')
    await eventually(
      async () => asked(before),
      (requests) => requests.length > 0,
    )
    await one.until(({ state, waiting }) => state === 'update_needed' && waiting === 1)
    expect(new Set(asked(before).map(({ path }) => path))).toEqual(new Set(['/v1/sync']))
    gateway.rule(() => {})
    one.synced.syncNow()
    await one.until(({ state, waiting }) => state === 'synced' && waiting === 0)
    const came = (await one.client.documents.list()).find(({ name }) => name === 'One.pdf')
    expect(came?.status).toBe('ready')
  })

  it('all come where they are kept offline, but for one that the server has damaged', async () => {
    for (const name of ['One.pdf', 'Two.pdf', 'Three.pdf'])
      await owner.addReady(name, await textPdf([`${name} earned 12 million dollars.`]))
    const one = await openOne()
    await one.until(({ state }) => state === 'synced')
    const [first] = await one.synced.remoteFiles()
    gateway.rule(refusing(({ path }) => path === `/v1/files/${first}/content`, 'file_damaged', { name: 'x' }))
    await one.synced.configure({ keepsFiles: true })
    await one.until(({ remoteFiles, state }) => state === 'synced' && remoteFiles === 1)
    expect(await one.synced.remoteFiles()).toEqual([first])
  })
})

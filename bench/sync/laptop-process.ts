/** The process of a laptop: does what it is ordered, and says how long that took. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import { settingsSchema } from '../../src/contract/index.ts'
import { type LocalCore, openLocalCore } from '../../src/core/local-core.ts'
import type { Order, Orders, Report } from './laptop.ts'

const PATIENCE_MS = 600_000

let requests = 0
const request = globalThis.fetch
globalThis.fetch = (...args) => {
  requests++
  return request(...args)
}

let directory = ''
let url = ''
let token: string | null = null
let open: LocalCore | undefined
/** Of each folder, the time of day at which a window was told of it. */
const seen = new Map<string, number>()
let see = () => {}

function laptop() {
  if (!open?.synced) throw new Error('nothing is open')
  return { core: open, actor: open.actor, synced: open.synced }
}

const timeOfDay = () => performance.timeOrigin + performance.now()

const orders: Orders = {
  async open({ settings, signedIn, tenant, url: server }) {
    directory = await mkdtemp(join(tmpdir(), 'docuchat-bench-'))
    url = server
    token = signedIn ? tenant.token : null
    const own = settingsSchema.parse(settings)
    open = await openLocalCore({
      ...{ directory, command: 'bench' },
      tenant: { id: tenant.actor.tenantId, name: '' },
      user: { id: tenant.actor.userId, name: '' },
      environment: {
        openaiKey: process.env.OPENAI_API_KEY,
        openaiBaseURL: process.env.OPENAI_BASE_URL,
        endpointKey: undefined,
      },
      settings: { get: () => own, set: () => own },
      server: { url, token: () => token, onEnded: () => {} },
      onError: console.error,
    })
    await open.documents.resume()
    watch(open).catch(console.error)
  },

  async signIn(given) {
    token = given
    laptop().synced.wake()
  },

  async settle(expected) {
    const { actor, core, synced } = laptop()
    for await (const { state } of synced.follow(AbortSignal.timeout(PATIENCE_MS))) {
      if (state !== 'synced') continue
      const documents = await core.documents.list(actor)
      if (documents.filter(({ status }) => status === 'ready').length < expected) continue
      const { system, user } = process.cpuUsage()
      const { runs } = await synced.activity()
      return {
        processorSeconds: (system + user) / 1e6,
        received: runs.reduce((sum, { received }) => sum + received, 0),
      }
    }
    throw new Error(`never so: ${JSON.stringify(synced.status())}`)
  },

  async search(query) {
    const { actor, core } = laptop()
    const begun = performance.now()
    const { length } = await core.search(actor, { query, scope: {}, limit: 10 })
    return { found: length, took: performance.now() - begun }
  },

  async addFolder(id) {
    const { actor, core } = laptop()
    const begun = timeOfDay()
    await core.folders.create(actor, { id, name: id, parentId: null })
    return begun
  },

  async seeFolder(id) {
    for (;;) {
      const at = seen.get(id)
      if (at !== undefined) return at
      await new Promise<void>((resolve) => {
        see = resolve
      })
    }
  },

  async syncNow() {
    const { synced } = laptop()
    const before = synced.status().syncedAt
    const [asked, begun] = [requests, performance.now()]
    synced.syncNow()
    for await (const { syncedAt } of synced.follow(AbortSignal.timeout(PATIENCE_MS)))
      if (syncedAt !== before) break
    const took = performance.now() - begun
    const sent = requests - asked
    const asking = performance.now()
    await (await request(`${url}/healthz`)).text()
    return { took, requests: sent, health: performance.now() - asking }
  },

  async workOffline(count) {
    const { actor, core, synced } = laptop()
    synced.setNetwork({ online: false, metered: false })
    const begun = performance.now()
    for (let made = 0; made < count; made++) {
      const id = uuidv7()
      await core.folders.create(actor, { id, name: id, parentId: null })
    }
    const made = performance.now()
    synced.setNetwork({ online: true, metered: false })
    for await (const { waiting } of synced.follow(AbortSignal.timeout(PATIENCE_MS))) if (waiting === 0) break
    return { making: made - begun, sending: performance.now() - made }
  },

  async close() {
    await open?.close()
    await rm(directory, { recursive: true, force: true })
  },
}

/** As a window does. */
async function watch({ actor, changes }: LocalCore): Promise<void> {
  for await (const change of changes(actor, new AbortController().signal)) {
    if (change.type !== 'folder') continue
    seen.set(change.folder.id, timeOfDay())
    see()
  }
}

const report = (message: Report) => process.send?.(message)

process.on('message', ({ args, id, name }: Order) => {
  const order = orders[name] as (...given: readonly unknown[]) => Promise<unknown>
  order(...args).then(
    (value) => report({ id, value }),
    (error: unknown) => report({ id, error: error instanceof Error ? error.message : String(error) }),
  )
})
report({ id: 0 })

/** Invariant: restarting or killing processes under load loses nothing that was acknowledged, and shows nobody an error that stays. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { chatResponseSchema, type Document, type Message } from '../../src/contract/index.ts'
import { textPdf } from '../fixtures/pdf.ts'
import { type Balancer, startBalancer } from './balancer.ts'
import { type Caller, signInAt } from './caller.ts'
import { isMissing, services } from './hosted.ts'
import { startLoad } from './load.ts'
import { docuchat, type ServerProcess, startProcess } from './processes.ts'
import { openSharedServices, type SharedServices } from './shared-services.ts'

const WORDS = Array.from({ length: 40 }, (_, n) => `word${n} `)
const ROLES = ['api', 'api', 'worker', 'worker'] as const

describe.skipIf(isMissing)('two API processes and two workers', () => {
  let shared: SharedServices
  let processes: ServerProcess[]
  let balancer: Balancer
  let caller: Caller
  let environment: Readonly<Record<string, string>>

  beforeAll(async () => {
    shared = await openSharedServices(services.postgres ?? '', { reply: () => WORDS, delayMs: 25 })
    environment = { ...shared.environment, DRAIN_SECONDS: '1', NODE_ENV: 'production' }
    await docuchat(environment, 'migrate')
    await docuchat(environment, 'tenant', 'create', 'acme', '--owner', 'owner@acme.example', '--name', 'Acme')
    processes = await Promise.all(ROLES.map((role) => startProcess(role, environment)))
    balancer = await startBalancer(processes.slice(0, 2).map(({ url }) => url))
    caller = await signInAt({ url: balancer.url, mail: shared.mail }, 'acme', 'owner@acme.example')
    await caller.addReady('Harbours.pdf', await textPdf(['Each harbour of the coast has a lantern.']))
  })
  afterAll(async () => {
    await Promise.all((processes ?? []).map((one) => one.end('SIGKILL')))
    await balancer?.close()
    await shared?.close()
  })

  const settled = async (ids: readonly string[]) => {
    const statusOf = async (id: string) =>
      ((await (await caller.request('GET', `/files/${id}`)).json()) as Document).status
    await expect
      .poll(async () => [...new Set(await Promise.all(ids.map(statusOf)))], {
        timeout: 80_000,
        interval: 500,
      })
      .toEqual(['ready'])
  }
  const message = async (id: string) =>
    (await (await caller.request('GET', `/messages/${id}`)).json()) as Message

  /** Asks the process at `url` itself; resolves with the answer's id at its first words. */
  const beginAnswer = (url: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/chat?token=${caller.token}`)
      let id = ''
      socket.on('open', () =>
        socket.send(JSON.stringify({ type: 'ask', id: 'a', question: 'And lanterns?' })),
      )
      socket.on('error', reject)
      socket.on('message', (data) => {
        const event = chatResponseSchema.parse(JSON.parse(String(data)))
        if (event.type === 'start') id = event.messageId
        if (event.type === 'delta') resolve(id)
      })
    })

  it('lose nothing and fail nobody while they are restarted one after the other', async () => {
    const load = startLoad(balancer.url, caller, 6)
    for (const [index, role] of ROLES.entries()) {
      const old = processes[index]
      if (!old) continue
      expect(await old.end('SIGTERM')).toBe(0)
      processes[index] = await startProcess(role, environment, Number(new URL(old.url).port))
    }
    await load.stop()
    expect(load.failures).toEqual([])
    expect(load.searches).toBeGreaterThan(20)
    expect(load.documents.length).toBeGreaterThan(10)
    expect(load.answers.size).toBeGreaterThan(20)
    for (const [id, { text, ending }] of load.answers) {
      expect([ending, text]).toEqual(['done', WORDS.join('')])
      expect(await message(id)).toMatchObject({ status: 'done', content: WORDS.join('') })
    }
    await settled(load.documents)
  }, 120_000)

  it('lose nothing that was acknowledged when one of each is killed', async () => {
    const load = startLoad(balancer.url, caller, 6)
    await expect.poll(() => load.answers.size, { timeout: 20_000 }).toBeGreaterThan(6)
    const cutOff = await beginAnswer(processes[1]?.url ?? '')
    await Promise.all([processes[1]?.end('SIGKILL'), processes[3]?.end('SIGKILL')])
    const killedAt = Date.now()
    await expect.poll(() => load.documents.length, { timeout: 20_000 }).toBeGreaterThan(20)
    await load.stop()
    expect(load.failures).toEqual([])
    for (const [id, { text, ending }] of load.answers) {
      const saved = await message(id)
      expect(['done', 'stopped']).toContain(ending)
      expect(saved.status).toBe(ending)
      expect(saved.content).toBe(text)
    }
    const status = async () => (await message(cutOff)).status
    await expect.poll(status, { timeout: 60_000, interval: 500 }).toBe('stopped')
    expect(Date.now() - killedAt).toBeLessThan(60_000)
    await settled(load.documents)
  }, 150_000)
})

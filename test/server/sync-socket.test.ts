/** What laptops hear over /ws/sync, on two processes of a real server. */
import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { syncNewsSchema } from '../../src/contract/index.ts'
import { readConfig } from '../../src/server/config.ts'
import { type Server, startServer } from '../../src/server/server.ts'
import { type Caller, type Hosted, isMissing, openHosted } from './hosted.ts'

describe.skipIf(isMissing)('the news of a server', () => {
  let hosted: Hosted
  let other: Server
  const open: WebSocket[] = []
  beforeAll(async () => {
    hosted = await openHosted()
    other = await startServer(readConfig({ ...hosted.environment, PORT: '0' }), {
      ...{ log: pino({ level: 'silent' }), announce: () => {} },
    })
  })
  afterEach(() => {
    for (const socket of open.splice(0)) socket.close()
  })
  afterAll(async () => {
    await other?.close()
    await hosted?.close()
  })

  interface Listener {
    /** Resolves at the next pull, or at one that came since it was last asked. */
    next(): Promise<void>
    count(): number
    readonly ended: Promise<string>
  }

  /** On the other process than the one that callers ask. */
  async function listen({ tenantId, token }: Caller): Promise<Listener> {
    const url = new URL(`/ws/sync?tenant=${tenantId}`, other.url.replace('http', 'ws'))
    const socket = new WebSocket(url, ['docuchat', 'bearer', token])
    open.push(socket)
    const ended = new Promise<string>((resolve) => {
      socket.onclose = ({ reason }) => resolve(reason)
    })
    let [heard, asked] = [0, 0]
    let tell = () => {}
    socket.onmessage = ({ data }) => {
      const parsed = syncNewsSchema.safeParse(JSON.parse(String(data)))
      if (parsed.data?.type === 'pull') {
        heard++
        tell()
      }
    }
    const next = async () => {
      while (heard <= asked)
        await new Promise<void>((resolve) => {
          tell = resolve
        })
      asked = heard
    }
    // The first says that it is told of everything from then on.
    await next()
    return { ended, next, count: () => heard }
  }

  async function colleague(owner: Caller, tenant: string): Promise<Caller> {
    const email = `${randomUUID()}@example.com`
    await owner.request('POST', '/invitations', { email, role: 'member' })
    return hosted.signIn(tenant, email)
  }

  it('reaches everyone whom a change concerns, and nobody else', { timeout: 60_000 }, async () => {
    const { owner, slug } = await hosted.addTenant()
    const { owner: stranger } = await hosted.addTenant()
    const member = await colleague(owner, slug)
    const [own, colleagues, strangers] = [await listen(owner), await listen(member), await listen(stranger)]

    const id = uuidv7()
    await owner.request('POST', '/folders', { id, name: 'Filings', parentId: null })
    await Promise.all([own.next(), colleagues.next()])

    const before = colleagues.count()
    const answer = await owner.request('POST', '/answers', { question: 'What did turbines earn?' })
    await answer.text()
    await own.next()
    // Another's chat is none of theirs; this is, and comes after.
    await owner.request('PATCH', `/folders/${id}`, { name: 'Reports' })
    await colleagues.next()
    expect(colleagues.count()).toBe(before + 1)

    await owner.request('PATCH', '/me', { name: 'Ada' })
    await colleagues.next()
    expect(strangers.count()).toBe(1)
  })

  it('ends for one who is no member any more, and says so to whatever they ask', {
    timeout: 60_000,
  }, async () => {
    const { owner, slug } = await hosted.addTenant()
    const member = await colleague(owner, slug)
    const listener = await listen(member)
    await owner.request('DELETE', `/members/${member.userId}`)
    expect(await listener.ended).toBe('membership_ended')
    const refused = await member.request('POST', '/sync', {})
    expect(refused.status).toBe(403)
    expect(await refused.json()).toMatchObject({ code: 'membership_ended' })
  })
})

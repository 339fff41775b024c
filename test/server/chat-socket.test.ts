/** Chatting over the WebSocket: several answers at once, stopped, left, taken up again; and none for who is not signed in. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { type ChatResponse, chatResponseSchema, type Message } from '../../src/contract/index.ts'
import { annualReportPdf } from '../fixtures/pdf.ts'
import { type Caller, type Hosted, isMissing, openHosted } from './hosted.ts'

/** A connection that keeps all it is told. */
async function connect(hosted: Hosted, query: string, protocols: string[] = []) {
  const socket = new WebSocket(`${hosted.url.replace('http', 'ws')}/ws/chat${query}`, protocols)
  const heard: ChatResponse[] = []
  socket.on('message', (data) => heard.push(chatResponseSchema.parse(JSON.parse(String(data)))))
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  const of = (id: string) => heard.filter((message) => 'id' in message && message.id === id)
  return {
    ...{ socket, heard, closed, of },
    send: (request: object) => socket.send(JSON.stringify(request)),
    text: (id: string) =>
      of(id)
        .map((message) => (message.type === 'delta' ? message.text : ''))
        .join(''),
    async last(id: string) {
      await expect.poll(() => of(id).at(-1)?.type, { timeout: 30_000 }).toMatch(/^(?:done|error)$/)
      return of(id).at(-1)
    },
  }
}

const WORDS = Array.from({ length: 40 }, (_, n) => `word${n} `)

describe.skipIf(isMissing)('the chat socket', () => {
  let hosted: Hosted
  let owner: Caller
  beforeAll(async () => {
    hosted = await openHosted({}, { reply: () => ({ deltas: WORDS }), delayMs: 25 })
    owner = (await hosted.addTenant()).owner
    await owner.addReady('Annual report.pdf', await annualReportPdf())
  })
  afterAll(() => hosted?.close())
  const open = () => connect(hosted, `?token=${owner.token}`)
  const question = 'Why did revenue grow?'

  it('gives several answers at once, each whole and with what it took', async () => {
    const { last, of, send, socket, text } = await open()
    for (const id of ['a', 'b', 'c']) send({ type: 'ask', id, question })
    for (const id of ['a', 'b', 'c']) {
      expect(await last(id)).toMatchObject({ type: 'done', usage: { promptTokens: expect.any(Number) } })
      expect(
        of(id)
          .slice(0, 2)
          .map(({ type }) => type),
      ).toEqual(['start', 'sources'])
      expect(text(id)).toBe(WORDS.join(''))
    }
    socket.close()
  })

  it('takes the token among the protocols, and says which it speaks', async () => {
    const { send, heard, socket } = await connect(hosted, '', ['docuchat', 'bearer', owner.token])
    expect(socket.protocol).toBe('docuchat')
    send({ type: 'ping' })
    await expect.poll(() => heard).toEqual([{ type: 'pong' }])
    socket.close()
  })

  it('stops an answer and saves what there is of it', async () => {
    const { last, of, send, socket } = await open()
    send({ type: 'ask', id: 'a', question })
    await expect
      .poll(() => of('a').filter(({ type }) => type === 'delta').length, { timeout: 20_000 })
      .toBeGreaterThan(3)
    send({ type: 'cancel', id: 'a' })
    expect(await last('a')).toMatchObject({ type: 'done', message: { status: 'stopped' } })
    socket.close()
  })

  it('goes on with an answer whose connection is gone, and gives it whole to who asks for it', async () => {
    const first = await open()
    first.send({ type: 'ask', id: 'a', question })
    await expect
      .poll(() => first.of('a').some(({ type }) => type === 'delta'), { timeout: 20_000 })
      .toBe(true)
    const start = first.of('a')[0]
    const messageId = start?.type === 'start' ? start.messageId : ''
    first.socket.terminate()
    const second = await open()
    second.send({ type: 'resume', id: 'again', messageId })
    expect(await second.last('again')).toMatchObject({
      type: 'done',
      message: { id: messageId, status: 'done' },
    })
    expect(second.text('again')).toBe(WORDS.join(''))
    second.send({ type: 'resume', id: 'later', messageId })
    expect(await second.last('later')).toMatchObject({ type: 'done' })
    expect(second.text('later')).toBe(WORDS.join(''))
    expect(((await owner.json('GET', `/messages/${messageId}`)) as Message).content).toBe(WORDS.join(''))
    second.socket.close()
  })

  it('gives nobody another’s answer', async () => {
    const { last, of, send, socket } = await open()
    send({ type: 'ask', id: 'a', question })
    await last('a')
    const start = of('a')[0]
    const stranger = (await hosted.addTenant()).owner
    const other = await connect(hosted, `?token=${stranger.token}`)
    other.send({ type: 'resume', id: 'x', messageId: start?.type === 'start' ? start.messageId : '' })
    expect(await other.last('x')).toMatchObject({ type: 'error', error: { code: 'not_found' } })
    socket.close()
    other.socket.close()
  })

  it('refuses what it does not understand, an id in use, and more than eight answers', async () => {
    const { heard, of, send, socket } = await open()
    socket.send('{"type":"sing"}')
    await expect.poll(() => heard.at(-1)).toMatchObject({ type: 'refused', error: { code: 'bad_request' } })
    for (let n = 0; n < 9; n++) send({ type: 'ask', id: `q${n}`, question })
    send({ type: 'ask', id: 'q0', question })
    await expect
      .poll(() => of('q8').at(-1))
      .toMatchObject({ type: 'error', error: { code: 'too_many_requests' } })
    await expect.poll(() => of('q0').some(({ type }) => type === 'error')).toBe(true)
    for (let n = 0; n < 8; n++) send({ type: 'cancel', id: `q${n}` })
    socket.close()
  })

  it('refuses a model that is not on the list', async () => {
    const { last, send, socket } = await open()
    send({ type: 'ask', id: 'a', question, model: 'another' })
    expect(await last('a')).toMatchObject({ type: 'error', error: { code: 'model_not_allowed' } })
    socket.close()
  })

  it.each([
    ['without a token', ''],
    ['with one that is none', '?token=nonsense'],
  ])('closes %s, saying why', async (_, query) => {
    const { closed, heard } = await connect(hosted, query)
    expect(await closed).toBe(4401)
    expect(heard).toMatchObject([{ type: 'refused', error: { code: 'not_signed_in' } }])
  })

  it('answers no more once its caller has signed out', async () => {
    const leaving = (await hosted.addTenant()).owner
    const { last, send, socket } = await connect(hosted, `?token=${leaving.token}`)
    await leaving.request('POST', '/auth/sign-out')
    send({ type: 'ask', id: 'a', question })
    expect(await last('a')).toMatchObject({ type: 'error', error: { code: 'session_ended' } })
    socket.close()
  })

  it('holds a slow reader back without losing anything', async () => {
    const { last, send, socket, text } = await open()
    send({ type: 'ask', id: 'a', question })
    await sleep(200)
    socket.pause()
    await sleep(1_500)
    socket.resume()
    expect(await last('a')).toMatchObject({ type: 'done' })
    expect(text('a')).toBe(WORDS.join(''))
    socket.close()
  })
})

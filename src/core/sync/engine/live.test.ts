import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { eventually } from '../../../../test/eventually.ts'
import { createLive, type Live } from './live.ts'

let server: WebSocketServer
let live: Live
const met: WebSocket[] = []
const onNews = vi.fn()
const onClosed = vi.fn()

beforeEach(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'docuchat' })
  server.on('connection', (socket) => met.push(socket))
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  live = createLive({ url, tenantId: 'tenant', token: () => 'token', onNews, onClosed })
})
afterEach(() => {
  vi.useRealTimers()
  live.close()
  for (const socket of met.splice(0)) socket.terminate()
  server.close()
  vi.resetAllMocks()
})

const metAtLeast = (count: number) =>
  eventually(
    async () => met.length,
    (length) => length >= count,
  )

it('says that there is something to pull, and nothing of what it does not understand', async () => {
  live.ensure()
  await metAtLeast(1)
  for (const text of ['{"type":"pong"}', '{', '{"type":"pull"}']) met[0]?.send(text)
  await eventually(
    async () => onNews.mock.calls.length,
    (calls) => calls > 0,
  )
  expect(onNews).toHaveBeenCalledTimes(1)
})

it('says that it broke off once it may be tried again, and then connects', async () => {
  live.ensure()
  await metAtLeast(1)
  met[0]?.terminate()
  await eventually(
    async () => onClosed.mock.calls.length,
    (calls) => calls > 0,
  )
  live.ensure()
  await metAtLeast(2)
  expect(onClosed).toHaveBeenCalledTimes(1)
})

it('gives a connection up on which nobody answers, not even that it closes', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout', 'performance'] })
  live.ensure()
  await vi.waitFor(() => expect(live.isOpen).toBe(true))
  // It reads nothing any more: neither pings nor the end.
  met[0]?.pause()
  vi.advanceTimersByTime(5 * 60_000)
  expect(live.isOpen).toBe(false)
  expect(onClosed).toHaveBeenCalledTimes(1)
  live.ensure()
  vi.useRealTimers()
  await metAtLeast(2)
})

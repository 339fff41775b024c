/** The backend process may die at any time; whoever waits for it learns so, and the window gets another. */
import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { ToBackend, ToMain } from '../contract/backend-protocol.ts'
import { type Backend, startBackend } from './backend.ts'

class Process extends EventEmitter {
  readonly sent: ToBackend[] = []
  postMessage = (message: ToBackend) => this.sent.push(message)
  say = (message: ToMain) => this.emit('message', message)
  die = () => this.emit('exit', 1)
  kill = vi.fn(() => setImmediate(() => this.die()))
  lastRequest() {
    const message = this.sent.findLast(({ type }) => type === 'request')
    return message?.type === 'request' ? message.id : -1
  }
}

const electron = vi.hoisted(() => ({ processes: [] as unknown[], make: (): unknown => undefined }))
vi.mock('electron', () => ({
  MessageChannelMain: class {},
  utilityProcess: {
    fork() {
      const process = electron.make()
      electron.processes.push(process)
      return process
    },
  },
}))

const processes = () => electron.processes as Process[]
const newest = () => processes().at(-1) ?? new Process()
let backend: Backend
let states: string[]

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  electron.processes = []
  electron.make = () => new Process()
  states = []
  backend = startBackend({
    ...{ dataDirectory: '/data', version: '1.0.0', secrets: () => ({ openai: 'sk-1' }) },
    storeSecret: (_name, value) => value !== null,
    onState: (state) => states.push(state),
  })
})
afterEach(() => vi.useRealTimers())

it('is told first where its data lies, and the kept secrets', () => {
  expect(newest().sent).toEqual([
    { type: 'start', dataDirectory: '/data', version: '1.0.0', secrets: { openai: 'sk-1' } },
  ])
})

it('answers each request with its own reply', async () => {
  const first = backend.request({ type: 'grant', path: '/a.pdf' })
  const firstId = newest().lastRequest()
  const second = backend.request({ type: 'grant', path: '/b.pdf' })
  const grant = (token: string) => ({ token, name: 'x.pdf', bytes: 1 })
  newest().say({ type: 'reply', id: newest().lastRequest(), result: grant('second') })
  newest().say({ type: 'reply', id: firstId, result: grant('first') })
  expect([(await first).token, (await second).token]).toEqual(['first', 'second'])
})

it('passes an error on, and takes a reply of another form for one', async () => {
  const refused = backend.request({ type: 'documentFile', id: '01910f3a-8d5e-7c3b-9a4e-0123456789ab' })
  const error = { code: 'not_found', details: { kind: 'document', id: 'x' }, message: 'gone' } as const
  newest().say({ type: 'failure', id: newest().lastRequest(), error })
  await expect(refused).rejects.toMatchObject({ code: 'not_found' })
  const odd = backend.request({ type: 'grant', path: '/a.pdf' })
  newest().say({ type: 'reply', id: newest().lastRequest(), result: { token: 7 } })
  await expect(odd).rejects.toMatchObject({ code: 'internal' })
})

it('keeps a secret when the backend asks', () => {
  newest().say({ type: 'request', id: 5, request: { type: 'storeSecret', name: 'openai', value: 'sk-2' } })
  expect(newest().sent.at(-1)).toEqual({ type: 'reply', id: 5, result: { kept: true } })
})

it('fails what was asked of a process that died, and starts another', async () => {
  const asked = backend.request({ type: 'grant', path: '/a.pdf' })
  newest().die()
  await expect(asked).rejects.toMatchObject({ code: 'internal' })
  vi.advanceTimersByTime(1_000)
  expect(states).toEqual(['started', 'restarting', 'started'])
  expect(newest().sent[0]?.type).toBe('start')
})

it('gives up after five deaths in a minute, until it is asked to try again', () => {
  for (let death = 0; death < 5; death += 1) {
    newest().die()
    vi.advanceTimersByTime(5_000)
  }
  expect([processes().length, backend.state, states.at(-1)]).toEqual([5, 'failed', 'failed'])
  backend.restart()
  expect([processes().length, backend.state]).toEqual([6, 'running'])
})

it('is asked to close before it is ended, and not started again', async () => {
  const closing = backend.close()
  expect(newest().sent.at(-1)).toMatchObject({ request: { type: 'close' } })
  expect(newest().kill).not.toHaveBeenCalled()
  newest().say({ type: 'reply', id: newest().lastRequest(), result: null })
  await closing
  vi.advanceTimersByTime(60_000)
  expect([processes().length, backend.state]).toEqual([1, 'closed'])
})

it('is ended all the same when it does not close in time', async () => {
  const closing = backend.close()
  await vi.advanceTimersByTimeAsync(10_000)
  await closing
  expect(newest().kill).toHaveBeenCalled()
})

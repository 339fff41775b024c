/** A desktop's backend in a process of its own, which can be killed and started again on the same folder. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FromDesktop, Started, ToDesktop } from './desktop-messages.ts'

const CHILD = fileURLToPath(new URL('./desktop-child.ts', import.meta.url))
const QUICK_RESOLVE = new URL('../../../bin/quick-resolve.js', import.meta.url).href
// As Electron runs it: see bin/start.js.
const FLAGS = ['--no-wasm-tier-up', '--no-wasm-dynamic-tiering', '--import', QUICK_RESOLVE]

/** Its process ended before it answered. */
export class Ended extends Error {}

/** What the contract refused, by its code; or the stack of what should not have happened. */
export class Refused extends Error {}

export interface Desktop {
  /** Of its data. */
  readonly folder: string
  /** Throws {@link Ended} or {@link Refused}. */
  call(name: string, input?: unknown, onStarted?: (started: Started) => void): Promise<unknown>
  start(): Promise<void>
  /** Resolves at once while it runs, else when it runs again. */
  running(): Promise<void>
  /** By SIGKILL. */
  kill(): Promise<void>
  /** What it logged as gone wrong inside. */
  errors(): Promise<readonly string[]>
}

interface Waiting {
  readonly resolve: (output: unknown) => void
  readonly reject: (error: Error) => void
  readonly onStarted: (started: Started) => void
}

export function createDesktop(folder: string, environment: Readonly<Record<string, string>>): Desktop {
  const waiting = new Map<number, Waiting>()
  let child: ChildProcess | undefined
  let run = Promise.withResolvers<void>()
  let lastId = 0

  function hear(message: FromDesktop): void {
    if (message === 'ready') {
      run.resolve()
      return
    }
    const one = waiting.get(message.id)
    if (!one) return
    if ('started' in message) {
      one.onStarted(message.started)
      return
    }
    waiting.delete(message.id)
    if ('error' in message) one.reject(new Refused(message.error))
    else one.resolve(message.output)
  }

  function end(): void {
    child = undefined
    run = Promise.withResolvers()
    for (const { reject } of waiting.values()) reject(new Ended())
    waiting.clear()
  }

  return {
    folder,
    async start() {
      const started = fork(CHILD, [folder], {
        execArgv: FLAGS,
        env: { ...process.env, ...environment },
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      })
      child = started
      started.on('message', hear)
      started.once('exit', end)
      await Promise.race([
        run.promise,
        once(started, 'exit').then(() => Promise.reject(new Error('a desktop ended while it was started'))),
      ])
    },
    running: () => run.promise,
    call: (call, input, onStarted = () => {}) =>
      new Promise((resolve, reject) => {
        if (!child?.connected) return reject(new Ended())
        lastId += 1
        waiting.set(lastId, { resolve, reject, onStarted })
        const message: ToDesktop = { id: lastId, call, input }
        // What cannot be sent any more is answered by the process's end.
        child.send(message, () => {})
      }),
    async kill() {
      if (!child) return
      const exit = once(child, 'exit')
      child.kill('SIGKILL')
      await exit
    },
    async errors() {
      const log = await readFile(join(folder, 'docuchat.log'), 'utf8').catch(() => '')
      return log.split('\n').filter((line) => line !== '')
    },
  }
}

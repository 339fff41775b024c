/** Processes of the server, started as an operator does. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { freePort } from '../services/free-port.ts'

const COMMAND = fileURLToPath(new URL('../../bin/docuchat.js', import.meta.url))
const READY_MS = 30_000

export interface ServerProcess {
  readonly url: string
  readonly pid: number
  /** Sends `signal` and resolves with the exit code once the process has ended; null when the signal ended it. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>
}

type Environment = Readonly<Record<string, string>>

/** Starts a process, at `port` where one is given, and waits until it is ready. What it logs as an error goes to the test's output. */
export async function startProcess(
  role: 'api' | 'worker' | 'all',
  environment: Environment,
  port?: number,
): Promise<ServerProcess> {
  const own = port ?? (await freePort())
  const child = spawn(process.execPath, [COMMAND, 'serve', '--role', role], {
    env: { ...process.env, LOG_LEVEL: 'error', ...environment, PORT: String(own) },
    // The channel closes with this process, and the other then ends too.
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const url = `http://127.0.0.1:${own}`
  await ready(child, url)
  return {
    ...{ url, pid: child.pid ?? 0 },
    async end(signal) {
      if (child.exitCode === null && child.signalCode === null) {
        const exit = once(child, 'exit')
        child.kill(signal)
        await exit
      }
      return child.exitCode
    },
  }
}

/** Runs another command of `docuchat` to its end. */
export async function docuchat(environment: Environment, ...args: string[]): Promise<void> {
  await promisify(execFile)(process.execPath, [COMMAND, ...args], { env: { ...process.env, ...environment } })
}

async function ready(child: ChildProcess, url: string): Promise<void> {
  for (const begun = Date.now(); Date.now() - begun < READY_MS; ) {
    if (child.exitCode !== null) throw new Error(`a server process ended with ${child.exitCode}`)
    if (await isReady(url)) return
    await sleep(50)
  }
  child.kill('SIGKILL')
  throw new Error(`a server process was not ready within ${READY_MS} ms`)
}

/** As whoever distributes requests asks. */
export async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  )
}

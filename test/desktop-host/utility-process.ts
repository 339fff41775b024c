/** Electron's utilityProcess on a child process of Node. */
import { type ChildProcess, fork as forkNode } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { HostPort } from './port.ts'
import { type PortMessage, PortTable } from './port-table.ts'

const BOOTSTRAP = fileURLToPath(new URL('./backend-child.ts', import.meta.url))

export interface ForkOptions {
  readonly execArgv?: string[]
  readonly serviceName?: string
}

export class HostUtilityProcess extends EventEmitter {
  readonly #child: ChildProcess
  readonly #table: PortTable

  constructor(program: string, arguments_: string[], options: ForkOptions) {
    super()
    this.#child = forkNode(BOOTSTRAP, [program, ...arguments_], {
      serialization: 'advanced',
      execArgv: options.execArgv ?? [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    this.#table = new PortTable((message) => this.#send(message))
    this.#child.on('message', (message: { kind: 'message'; data: unknown } | PortMessage) => {
      if (message.kind === 'message') this.emit('message', message.data)
      else this.#table.receive(message)
    })
    this.#child.on('spawn', () => this.emit('spawn'))
    this.#child.on('exit', (code) => {
      this.#table.closeAll()
      this.emit('exit', code ?? 1)
    })
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  postMessage(data: unknown, ports: HostPort[] = []): void {
    this.#send({ kind: 'message', data, ports: ports.map((port) => this.#table.sendAway(port)) })
  }

  kill(signal: NodeJS.Signals = 'SIGTERM'): boolean {
    return this.#child.kill(signal)
  }

  #send(message: unknown): void {
    // A channel that closes under a message is a process that ended, which `exit` reports.
    if (this.#child.connected) this.#child.send(message as object, () => {})
  }
}

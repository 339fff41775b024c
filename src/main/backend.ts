/** Runs the backend process: starts it, talks to it, starts it again when it dies. */
import { fileURLToPath } from 'node:url'
import { MessageChannelMain, type MessagePortMain, type UtilityProcess, utilityProcess } from 'electron'
import {
  type BackendRequest,
  type BackendResults,
  backendResultSchemas,
  type ToBackend,
  toMainSchema,
} from '../contract/backend-protocol.ts'
import { AppError, toErrorInfo } from '../contract/errors.ts'
import type { StoredSecrets } from '../contract/stored-secret.ts'
import { RestartPolicy } from './restart-policy.ts'

const PROGRAM = fileURLToPath(new URL('../backend/utility-process.js', import.meta.url))
/** A checkpoint takes well under a second; a backend that hangs must not keep the computer from shutting down. */
const CLOSE_TIMEOUT_MS = 10_000
const KILL_TIMEOUT_MS = 2_000
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms).unref())

export interface BackendConfig {
  readonly dataDirectory: string
  readonly version: string
  secrets(): StoredSecrets
  /** Keeps or forgets a secret; says whether it is on the disk. */
  storeSecret(name: string, value: string | null): boolean
  /** `started` also after each restart: ports given out before are dead then. */
  onState(state: 'started' | 'restarting' | 'failed'): void
}

export interface Backend {
  readonly state: 'running' | 'restarting' | 'failed' | 'closed'
  /** A port for one window. */
  connect(): MessagePortMain
  /** Throws what the backend answered, or `internal` when it died before it could. */
  request<Request extends BackendRequest>(request: Request): Promise<BackendResults[Request['type']]>
  /** Starts it anew after it has failed. */
  restart(): void
  /** Lets it finish its writing, then ends it. */
  close(): Promise<void>
}

interface Pending {
  readonly type: BackendRequest['type']
  readonly resolve: (result: unknown) => void
  readonly reject: (error: Error) => void
}

export function startBackend(config: BackendConfig): Backend {
  const policy = new RestartPolicy()
  const pending = new Map<number, Pending>()
  let state: Backend['state'] = 'restarting'
  let process: UtilityProcess | undefined
  let restarting: NodeJS.Timeout | undefined
  let lastId = 0
  let closed: Promise<void> | undefined
  start()

  function start(): void {
    const started = utilityProcess.fork(PROGRAM, [], {
      serviceName: 'DocuChat backend',
      stdio: 'inherit',
      // As the command line runs it: rows pass as short-lived text, and larger young spaces only make the process larger.
      execArgv: ['--max-semi-space-size=8'],
    })
    process = started
    state = 'running'
    started.on('message', (message: unknown) => receive(message))
    started.once('exit', () => ended(started))
    send({
      type: 'start',
      dataDirectory: config.dataDirectory,
      version: config.version,
      secrets: config.secrets(),
    })
    config.onState('started')
  }

  function ended(which: UtilityProcess): void {
    if (which !== process) return
    process = undefined
    for (const { reject } of pending.values())
      reject(new AppError('internal', { reference: 'backend ended' }))
    pending.clear()
    if (closed) return
    const delay = policy.delayAfterDeath(Date.now())
    state = delay === undefined ? 'failed' : 'restarting'
    config.onState(state)
    if (delay !== undefined) restarting = setTimeout(start, delay)
  }

  function send(message: ToBackend, ports: MessagePortMain[] = []): void {
    process?.postMessage(message, ports)
  }

  function receive(raw: unknown): void {
    const parsed = toMainSchema.safeParse(raw)
    if (!parsed.success) return
    const message = parsed.data
    if (message.type === 'ready') return
    if (message.type === 'request') {
      const { name, value } = message.request
      try {
        send({ type: 'reply', id: message.id, result: { kept: config.storeSecret(name, value) } })
      } catch (error) {
        send({ type: 'failure', id: message.id, error: toErrorInfo(error) })
      }
      return
    }
    const asked = pending.get(message.id)
    pending.delete(message.id)
    if (!asked) return
    if (message.type === 'failure') {
      asked.reject(new AppError(message.error.code, message.error.details))
      return
    }
    const result = backendResultSchemas[asked.type].safeParse(message.result)
    if (result.success) asked.resolve(result.data)
    else asked.reject(new AppError('internal', { reference: 'backend reply' }))
  }

  function request<Request extends BackendRequest>(
    wanted: Request,
  ): Promise<BackendResults[Request['type']]> {
    return new Promise((resolve, reject) => {
      if (!process) return reject(new AppError('internal', { reference: 'no backend' }))
      lastId += 1
      pending.set(lastId, {
        type: wanted.type,
        // The schema of this type has parsed what comes here.
        resolve: (result) => resolve(result as BackendResults[Request['type']]),
        reject,
      })
      send({ type: 'request', id: lastId, request: wanted })
    })
  }

  return {
    get state() {
      return state
    },
    connect() {
      const { port1, port2 } = new MessageChannelMain()
      send({ type: 'connect' }, [port2])
      return port1
    },
    request,
    restart() {
      if (state !== 'failed') return
      policy.forget()
      start()
    },
    close() {
      closed ??= close()
      return closed
    },
  }

  async function close(): Promise<void> {
    clearTimeout(restarting)
    const closing = process
    if (closing) {
      const exited = new Promise((resolve) => closing.once('exit', resolve))
      const answered = request({ type: 'close' }).catch(() => {})
      await Promise.race([answered, pause(CLOSE_TIMEOUT_MS)])
      closing.kill()
      // One that outlives even this ends with us.
      await Promise.race([exited, pause(KILL_TIMEOUT_MS)])
    }
    state = 'closed'
  }
}

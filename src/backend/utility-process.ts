/** The backend as Electron runs it: a utility process that talks to main, and to each window over a MessagePort that main sends. */
import { randomInt } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import { type NodePort, portWire } from '../api/connection/wire.ts'
import {
  AppError,
  type BackendRequest,
  type BackendResults,
  type MainRequest,
  mainResultSchemas,
  type ToBackend,
  type ToMain,
  toBackendSchema,
  toErrorInfo,
} from '../contract/index.ts'
import { dataDirectory as chooseDataDirectory } from '../core/device/index.ts'
import { runAs } from '../core/priority.ts'
import { type Backend, openBackend } from './backend.ts'
import { newReference } from './reference.ts'
import { restoreWorkspaceFile, saveWorkspaceFile } from './workspace-file/index.ts'

// See bin/start.js: PGlite answers as fast and takes a quarter of the memory. Nothing has loaded it yet.
setFlagsFromString('--no-wasm-tier-up')
setFlagsFromString('--no-wasm-dynamic-tiering')
runAs('backend')

interface ParentPort {
  postMessage(message: ToMain): void
  on(
    type: 'message',
    listener: (event: { readonly data: unknown; readonly ports: readonly NodePort[] }) => void,
  ): void
}

const parentPort = (process as unknown as { readonly parentPort?: ParentPort }).parentPort
if (!parentPort) throw new Error('this is started by Electron’s main process')
const main = parentPort

let backend: Backend | undefined
const asked = new Map<number, PromiseWithResolvers<unknown>>()

main.on('message', ({ data, ports }) => {
  const message = toBackendSchema.safeParse(data).data
  if (message) receive(message, ports[0])
})

// A stray rejection must not end every window's work; what matters has been thrown to whoever waits for it.
process.on('unhandledRejection', (error) => backend?.onError(error))

function receive(message: ToBackend, port: NodePort | undefined): void {
  switch (message.type) {
    case 'start':
      start(message)
      break
    case 'connect':
      if (backend && port) backend.serve(portWire(port))
      break
    case 'request':
      void answer(message.id, message.request)
      break
    case 'reply':
      settle(message.id, (waiting) => waiting.resolve(message.result))
      break
    case 'failure': {
      const { code, details } = message.error
      settle(message.id, (waiting) => waiting.reject(new AppError(code, details)))
    }
  }
}

function start({ dataDirectory: chosen, secrets, version }: Extract<ToBackend, { type: 'start' }>): void {
  const dataDirectory = chooseDataDirectory(chosen ?? undefined)
  backend ??= openBackend({
    ...{ dataDirectory, version, shell: 'desktop' },
    secrets: { stored: secrets, store: storeSecret },
  })
  main.postMessage({ type: 'ready', dataDirectory })
}

async function answer(id: number, request: BackendRequest): Promise<void> {
  try {
    if (!backend) throw new AppError('cancelled')
    main.postMessage({ type: 'reply', id, result: await perform(backend, request) })
  } catch (error) {
    const reference = newReference()
    const info = toErrorInfo(error, reference)
    if (info.code === 'internal') backend?.onError(error, reference)
    main.postMessage({ type: 'failure', id, error: info })
  }
}

async function perform(
  backend: Backend,
  request: BackendRequest,
): Promise<BackendResults[BackendRequest['type']]> {
  switch (request.type) {
    case 'grant':
      return backend.grants.grant(request.path)
    case 'grantFolder':
      return backend.grants.grantFolder(request.path)
    case 'documentFile':
      return backend.documentFile(request.id)
    case 'saveBackup':
      await saveWorkspaceFile(backend, request.path)
      return null
    case 'restoreBackup':
      return restoreWorkspaceFile(backend, request.path)
    case 'close':
      await backend.close()
      return null
  }
}

async function storeSecret(name: MainRequest['name'], value: string | null): Promise<boolean> {
  const result = await ask({ type: 'storeSecret', name, value })
  return mainResultSchemas.storeSecret.parse(result).kept
}

function ask(request: MainRequest): Promise<unknown> {
  const id = randomInt(2 ** 47)
  const waiting = Promise.withResolvers<unknown>()
  asked.set(id, waiting)
  main.postMessage({ type: 'request', id, request })
  return waiting.promise
}

function settle(id: number, how: (waiting: PromiseWithResolvers<unknown>) => void): void {
  const waiting = asked.get(id)
  asked.delete(id)
  if (waiting) how(waiting)
}

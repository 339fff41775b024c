/** A backend on a temporary folder, and windows connected to it as Electron connects them: for tests. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { type NodePort, portWire } from '../api/index.ts'
import { acknowledgement, type contract, type deviceContract, errorInfoSchema } from '../contract/index.ts'
import { type Backend, type BackendConfig, openBackend } from './backend.ts'

export type TestClient = ContractRouterClient<typeof contract & { device: typeof deviceContract }>

export interface TestWindow {
  readonly client: TestClient
  readonly port: MessagePort
  /** How many messages came that were not acknowledged. */
  unacknowledged(): number
  acknowledge(): void
}

export interface TestBackend {
  readonly backend: Backend
  readonly directory: string
  /** Connects a window; one that is `stalled` acknowledges only when told. */
  connect(options?: { readonly stalled?: boolean }): TestWindow
  close(): Promise<void>
}

export async function openTestBackend(more: Partial<BackendConfig> = {}): Promise<TestBackend> {
  const directory = more.dataDirectory ?? (await mkdtemp(join(tmpdir(), 'docuchat-backend-')))
  const backend = openBackend({
    ...{ dataDirectory: directory, version: '0.0.0', shell: 'desktop', secrets: { environment: {} } },
    ...more,
  })
  const ports: MessagePort[] = []
  return {
    backend,
    directory,
    connect({ stalled = false } = {}) {
      const { port1, port2 } = new MessageChannel()
      backend.serve(portWire(port1 as NodePort))
      ports.push(port2)
      let count = 0
      const acknowledge = () => {
        port2.postMessage(acknowledgement(count))
        count = 0
      }
      port2.on('message', () => {
        count += 1
        if (!stalled) acknowledge()
      })
      const client: TestClient = createORPCClient(new RPCLink({ port: toOrpc(port2) }))
      return { client, port: port2, unacknowledged: () => count, acknowledge }
    },
    async close() {
      for (const port of ports) port.close()
      await backend.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** Node's port as oRPC takes ports: it looks for `addEventListener` first, whose events Node's types leave open. */
function toOrpc(port: MessagePort) {
  return {
    postMessage: (frame: unknown) => port.postMessage(frame),
    on: (type: string, listener: (event?: { data: unknown }) => void) =>
      port.on(type as 'message', (data: unknown) => listener({ data })),
  }
}

/** The code of the contract with which the call failed. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  const data = typeof error === 'object' && error !== null && 'data' in error ? error.data : undefined
  return errorInfoSchema.safeParse(data).data?.code ?? `no error of the contract: ${error}`
}

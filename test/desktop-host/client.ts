/** A client of a host's backend for tests to arrange and to look with, on a port of its own as a second window would have. */

import { openConnection } from '../../src/renderer/host/connection.ts'
import type { Client } from '../../src/renderer/host/host.ts'
import type { DesktopHost } from './host.ts'
import { HostPort } from './port.ts'

export interface TestClient {
  readonly client: Client
  close(): void
}

/** To the backend that runs now; after a restart another one is needed. */
export function connectClient(host: DesktopHost): TestClient {
  const { port1, port2 } = new MessageChannel()
  const [here, away] = HostPort.pair()
  port2.addEventListener('message', ({ data }) => here.postMessage(data))
  here.on('message', ({ data }) => port2.postMessage(data))
  here.on('close', () => port2.close())
  port2.start()
  here.start()
  host.electron.processes.at(-1)?.postMessage({ type: 'connect' }, [away])
  const connection = openConnection(() => {})
  connection.attach(port1)
  port1.start()
  return {
    client: connection.client,
    close() {
      port1.close()
      here.close()
    },
  }
}

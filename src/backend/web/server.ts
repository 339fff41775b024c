/** The server of local web mode: the same backend as in Electron, for one browser on this computer. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Backend } from '../backend.ts'
import { isOurs, socketSecretOf } from './guard.ts'
import { securityHeaders } from './headers.ts'
import { answer } from './routes.ts'
import { createSessions } from './sessions.ts'
import { openStaticFiles } from './static-files.ts'

export interface WebServer {
  readonly port: number
  /** Starts the backend; the window's files are served before, and what needs the backend waits for it. */
  start(backend: Backend): void
  /** An address that opens the window once. */
  newAddress(): string
  close(): Promise<void>
}

export interface WebServerConfig {
  /** 0 for any that is free. */
  readonly port: number
  /** The built window. */
  readonly windowFolder: string
}

/** Listens on this computer only; throws when the port is taken. */
export async function openWebServer({ port, windowFolder }: WebServerConfig): Promise<WebServer> {
  const sessions = createSessions()
  const files = await openStaticFiles(windowFolder)
  const started = Promise.withResolvers<Backend>()
  const backend = () => started.promise

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isOurs(request)) return void response.writeHead(403).end()
    for (const [name, value] of Object.entries(securityHeaders(request.headers.host ?? '')))
      response.setHeader(name, value)
    const url = new URL(request.url ?? '/', 'http://127.0.0.1')
    if (await answer({ request, response, url, sessions, backend })) return
    const isReading = request.method === 'GET'
    if (isReading && (await files.serve(url.pathname, response))) return
    response.writeHead(isReading ? 404 : 405).end()
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy())
  })
  const sockets = import('./sockets.ts').then(({ createSockets }) => createSockets(backend))
  server.on('upgrade', (request, socket, head) => {
    const isWelcome =
      isOurs(request) && request.url === '/socket' && sessions.isSession(socketSecretOf(request))
    if (isWelcome) void sockets.then((open) => open.accept(request, socket, head))
    else socket.end('HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\n')
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address() as AddressInfo

  return {
    port: address.port,
    start: started.resolve,
    newAddress: () => `http://127.0.0.1:${address.port}/#token=${sessions.newToken()}`,
    async close() {
      await sockets.then((open) => open.close())
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

/** Puts the app's own protocol where Chromium can reach it: behind a server of this machine. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'

export type ProtocolHandler = (request: Request) => Response | Promise<Response>

export interface AppFileServer {
  /** `*.localhost` is this machine to Chromium, and a secure context. */
  readonly origin: string
  /** The address of the app's own protocol for one of the server's, and back. */
  toApp(url: string): string
  toServer(url: string): string
  handle(handler: ProtocolHandler): void
  close(): void
}

const APP_ORIGIN = 'app://docuchat'

export async function serveAppFiles(): Promise<AppFileServer> {
  let handler: ProtocolHandler | undefined
  const server = createServer((incoming, outgoing) => {
    const headers = Object.entries(incoming.headers).filter(
      (header): header is [string, string] => typeof header[1] === 'string',
    )
    const request = new Request(APP_ORIGIN + incoming.url, { method: incoming.method ?? 'GET', headers })
    Promise.resolve(handler ? handler(request) : new Response(null, { status: 502 }))
      .then((response) => {
        outgoing.writeHead(response.status, Object.fromEntries(response.headers))
        if (response.body && incoming.method !== 'HEAD')
          Readable.fromWeb(response.body as ReadableStream)
            .on('error', () => outgoing.destroy())
            .pipe(outgoing)
        else outgoing.end()
      })
      .catch(() => outgoing.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://docuchat.localhost:${(server.address() as AddressInfo).port}`
  const swap = (url: string, from: string, to: string) =>
    url.startsWith(from) ? to + url.slice(from.length) : url
  return {
    origin,
    toApp: (url) => swap(url, origin, APP_ORIGIN),
    toServer: (url) => swap(url, APP_ORIGIN, origin),
    handle(given) {
      handler = given
    },
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

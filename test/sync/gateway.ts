/** What stands between a laptop and its server, as a proxy does: it passes requests on, holds them up, or answers itself. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { AppError, type ErrorCode, type ErrorDetails, errorTable } from '../../src/contract/index.ts'

export interface Passing {
  readonly method: string
  /** With its query. */
  readonly path: string
}

export interface Gateway {
  readonly url: string
  /** All that came, in order. */
  readonly seen: readonly Passing[]
  /** Asked of each request before it goes on; what it throws is the answer. */
  rule(decide: (passing: Passing) => Promise<void> | void): void
  close(): Promise<void>
}

/** Sockets are passed on whatever the rule is. */
export async function openGateway(target: string): Promise<Gateway> {
  const seen: Passing[] = []
  let decide: (passing: Passing) => Promise<void> | void = () => {}
  const server = createServer((incoming, outgoing) => {
    const passing = { method: incoming.method ?? '', path: incoming.url ?? '' }
    seen.push(passing)
    Promise.resolve(passing)
      .then((one) => decide(one))
      .then(() => pass(target, incoming, outgoing))
      .catch((error: unknown) => refuse(outgoing, error))
  })
  server.on('upgrade', (incoming, socket) => join(target, incoming, socket))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    ...{ seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` },
    rule(next) {
      decide = next
    },
    async close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

function pass(target: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { headers, method, url } = incoming
  const onward = request(new URL(url ?? '/', target), { method, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(outgoing)
  })
  onward.on('error', () => outgoing.destroy())
  incoming.pipe(onward)
}

function join(target: string, { rawHeaders, url }: IncomingMessage, socket: Duplex): void {
  const { hostname, port } = new URL(target)
  const onward = connect(Number(port), hostname)
  for (const [end, other] of [
    [socket, onward],
    [onward, socket],
  ] as const)
    end.on('error', () => other.destroy()).on('close', () => other.destroy())
  const headers = rawHeaders.map((part, index) => (index % 2 === 0 ? `${part}: ` : `${part}\r\n`)).join('')
  onward.write(`GET ${url} HTTP/1.1\r\n${headers}\r\n`)
  socket.pipe(onward).pipe(socket)
}

function refuse(outgoing: ServerResponse, error: unknown): void {
  if (!(error instanceof AppError)) {
    outgoing.destroy()
    return
  }
  const { code, details, message } = error
  outgoing.writeHead(errorTable[code].status, { 'content-type': 'application/problem+json' })
  outgoing.end(JSON.stringify({ code, details, detail: message }))
}

/** A rule: requests that fit are refused as often as `times` says. */
export function refusing(
  fits: (passing: Passing) => boolean,
  code: ErrorCode,
  details: ErrorDetails = {},
  times = Number.POSITIVE_INFINITY,
): (passing: Passing) => void {
  let left = times
  return (passing) => {
    if (!fits(passing) || left <= 0) return
    left--
    throw new AppError(code, details)
  }
}

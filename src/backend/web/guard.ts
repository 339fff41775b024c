/** Keeps other web pages away from the server of local web mode: it answers to its own name only, and writes for its own page only. */
import type { IncomingMessage } from 'node:http'

/**
 * Whether the request is for this server and, unless it only reads, from its own page. A page elsewhere can make a browser ask
 * 127.0.0.1 anything, under a name of its own too (DNS rebinding), but it can forge neither header.
 */
export function isOurs({ headers, method, socket }: IncomingMessage): boolean {
  const port = socket.localPort
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`]
  if (headers.host === undefined || !hosts.includes(headers.host)) return false
  const isReading = (method === 'GET' || method === 'HEAD') && headers.upgrade === undefined
  if (isReading && headers.origin === undefined) return true
  return headers.origin === `http://${headers.host}`
}

/** The secret of `Authorization: Bearer …`, or an empty string. */
export function bearerOf({ headers }: IncomingMessage): string {
  return /^Bearer ([\w-]+)$/.exec(headers.authorization ?? '')?.[1] ?? ''
}

/** The secret among the protocols that a WebSocket asks for, the only place that a browser has for it. */
export function socketSecretOf({ headers }: IncomingMessage): string {
  const protocols = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())
  return protocols.find((name) => name.startsWith(SECRET_PROTOCOL))?.slice(SECRET_PROTOCOL.length) ?? ''
}

const SECRET_PROTOCOL = 'session.'

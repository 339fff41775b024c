/** A process of its own that stands in for a model: each answer is as many tokens as a real one's, one every 20 ms, each the time it was sent at. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Milliseconds. A real model thinks before its first token; the server's share of a first delta is what comes on top. */
export const FIRST_TOKEN_MS = 200
export const TOKEN_MS = 20

if (import.meta.main) {
  const tokens = Number(process.argv[2])
  const server = createServer((request, response) => {
    request.resume()
    if (request.method === 'GET') return void response.end('{"object":"list","data":[{"id":"stand-in"}]}')
    // Without chunks, straight to the socket: the less the stand-in takes of the machine, the more of it is the server's.
    response.useChunkedEncodingByDefault = false
    response.writeHead(200, { 'content-type': 'text/event-stream', connection: 'close' })
    response.flushHeaders()
    const chunk = (choices: string, usage = '') =>
      response.socket?.write(
        `data: {"id":"x","object":"chat.completion.chunk","created":0,"model":"stand-in","choices":[${choices}]${usage}}\n\n`,
        'latin1',
      )
    const begun = performance.now() + FIRST_TOKEN_MS
    let sent = 0
    // By the clock: a late token makes none after it late.
    const next = () => void setTimeout(send, Math.max(0, begun + sent * TOKEN_MS - performance.now()))
    const send = () => {
      if (response.destroyed) return
      if (sent < tokens) {
        sent += 1
        chunk(`{"index":0,"delta":{"content":"${Date.now()} "},"finish_reason":null}`)
        return next()
      }
      chunk('{"index":0,"delta":{},"finish_reason":"stop"}')
      const total = tokens + 1_000
      chunk('', `,"usage":{"prompt_tokens":1000,"completion_tokens":${tokens},"total_tokens":${total}}`)
      response.socket?.end('data: [DONE]\n\n')
    }
    next()
  })
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
  process.on('disconnect', () => process.exit())
}

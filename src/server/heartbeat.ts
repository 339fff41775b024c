/** Notices that the other end of a socket is gone without having said so. */
import type { WebSocket } from 'ws'

/** Twice within what proxies usually allow a silent connection. */
const HEARTBEAT_MS = 25_000

/** Pings the socket, and ends it when it did not answer the ping before; `onBeat` is called with each. */
export function keepAlive(socket: WebSocket, onBeat: () => void = () => {}): void {
  let isAlive = true
  const heartbeat = setInterval(() => {
    if (!isAlive) return socket.terminate()
    isAlive = false
    socket.ping()
    onBeat()
  }, HEARTBEAT_MS)
  socket.on('pong', () => {
    isAlive = true
  })
  socket.on('error', () => socket.terminate())
  socket.on('close', () => clearInterval(heartbeat))
}

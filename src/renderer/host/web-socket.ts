/** A WebSocket to the backend as a wire of the connection. */
import type { Wire } from './acknowledging.ts'

/**
 * The wire once it is open; undefined when it could not be opened. A browser sends no header of ours with a WebSocket, but the names of
 * protocols, one of which holds the secret; the server answers with the first alone.
 */
export function openSocket(path: string, protocols: string[]): Promise<Wire | undefined> {
  const url = new URL(path, location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  const socket = new WebSocket(url, protocols)
  socket.binaryType = 'arraybuffer'
  return new Promise((resolve) => {
    socket.addEventListener('open', () => resolve(toWire(socket)))
    socket.addEventListener('close', () => resolve(undefined))
  })
}

function toWire(socket: WebSocket): Wire {
  return {
    postMessage: (frame) => socket.send(frame as string | ArrayBuffer),
    addEventListener: (type: 'message' | 'close', listener: (event: { readonly data: string }) => void) =>
      socket.addEventListener(type, (event) =>
        listener(event instanceof MessageEvent ? event : { data: '' }),
      ),
    close: () => socket.close(),
  }
}

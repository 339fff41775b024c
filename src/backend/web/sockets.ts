/** The WebSockets over which windows of local web mode reach the backend. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { type Frame, socketWire, type Wire } from '../../api/connection/wire.ts'
import { MAX_DOCUMENT_BYTES } from '../../contract/index.ts'
import type { Backend } from '../backend.ts'

/** A pasted document is the largest thing that comes this way. */
const MAX_FRAME_BYTES = MAX_DOCUMENT_BYTES + 1024 * 1024

export interface Sockets {
  /** The request was checked before. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void
  close(): void
}

export function createSockets(backend: () => Promise<Backend>): Sockets {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    // The first is the plain name; the secret beside it must not be answered back.
    handleProtocols: () => 'docuchat',
  })
  return {
    accept(request, socket, head) {
      server.handleUpgrade(request, socket, head, (accepted) => void serve(accepted))
    },
    close() {
      for (const client of server.clients) client.close(1001)
      server.close()
    },
  }

  async function serve(socket: WebSocket): Promise<void> {
    socket.on('error', () => socket.terminate())
    const wire = keepingEarlyFrames(socketWire(socket))
    const { serve } = await backend()
    serve(wire)
  }
}

/** The window talks as soon as it is connected, which may be before there is anyone to listen. */
function keepingEarlyFrames(wire: Wire): Wire {
  const early: Frame[] = []
  let listening: ((frame: Frame) => void) | undefined
  wire.onFrame((frame) => (listening ? listening(frame) : early.push(frame)))
  return {
    ...wire,
    onFrame(listener) {
      for (const frame of early.splice(0)) listener(frame)
      listening = listener
    },
  }
}

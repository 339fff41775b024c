/** The ends of connections that the backend serves, MessagePorts of Node and of Electron and WebSockets, as one kind of thing. */
import type { WebSocket } from 'ws'

export type Frame = string | Uint8Array

export interface Wire {
  send(frame: Frame): void
  onFrame(listener: (frame: Frame) => void): void
  onClose(listener: () => void): void
  close(): void
}

/** What Node's MessagePort and the one of Electron's main and utility processes have in common; Electron wraps what comes in an event. */
export interface NodePort {
  postMessage(frame: unknown): void
  on(type: 'message', listener: (message: unknown) => void): unknown
  on(type: 'close', listener: () => void): unknown
  start(): void
  close(): void
}

export function portWire(port: NodePort): Wire {
  return {
    send: (frame) => port.postMessage(frame),
    onFrame(listener) {
      port.on('message', (message) => {
        const frame = unwrapped(message)
        if (typeof frame === 'string' || frame instanceof Uint8Array) listener(frame)
      })
      port.start()
    },
    onClose: (listener) => void port.on('close', listener),
    close: () => port.close(),
  }
}

function unwrapped(message: unknown): unknown {
  const isEvent = typeof message === 'object' && message !== null && 'data' in message
  return isEvent ? message.data : message
}

export function socketWire(socket: WebSocket): Wire {
  return {
    send(frame) {
      if (socket.readyState === socket.OPEN) socket.send(frame)
    },
    onFrame(listener) {
      socket.on('message', (data, isBinary) => {
        const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer)
        listener(isBinary ? bytes : bytes.toString())
      })
    },
    onClose: (listener) => void socket.on('close', () => listener()),
    close: () => socket.close(),
  }
}

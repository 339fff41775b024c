/** Lets a socket in once its sign-in is checked. */
import type { FastifyRequest } from 'fastify'
import type { WebSocket } from 'ws'
import { toErrorInfo } from '../../contract/index.ts'
import type { Gate } from './authenticate.ts'

/** Of the range for applications. Refused after the handshake, since browsers show nothing of a refused one. */
export const NOT_SIGNED_IN = 4401

/** Calls `serve` for a caller who is signed in, with all that came meanwhile; tells everyone else why, and closes. */
export function enterOrClose(
  socket: WebSocket,
  request: FastifyRequest,
  gate: Gate,
  serve: () => void,
): void {
  // Whoever connects may talk at once.
  const early: unknown[][] = []
  const keep = (...message: unknown[]) => void early.push(message)
  socket.on('message', keep)
  gate.enterSocket(request).then(
    (session) => {
      request.session = session
      serve()
      socket.off('message', keep)
      for (const message of early.splice(0)) socket.emit('message', ...message)
    },
    (error: unknown) => {
      const info = toErrorInfo(error, request.id)
      if (info.code === 'internal') request.log.error({ err: error }, 'socket failed')
      socket.send(JSON.stringify({ type: 'refused', error: info }))
      socket.close(NOT_SIGNED_IN, info.code)
    },
  )
}

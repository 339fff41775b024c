/** The WebSocket /ws/chat. */
import type { FastifyInstance } from 'fastify'
import { toErrorInfo } from '../../contract/index.ts'
import { serveChat } from '../chat/socket.ts'
import type { AppParts } from './app.ts'
import type { Gate } from './authenticate.ts'

/** Refused by a close after the handshake, since browsers show nothing of a refused one: the application's own range of codes. */
const NOT_SIGNED_IN = 4401
const GOING_AWAY = 1001

export function addChatSocket(
  app: FastifyInstance,
  {
    answers,
    gate,
    metrics,
    services,
  }: Pick<AppParts, 'answers' | 'metrics' | 'services'> & { readonly gate: Gate },
): void {
  app.get('/ws/chat', { websocket: true }, (socket, request) => {
    // Whoever connects may talk at once, before the sign-in is checked.
    const early: Parameters<typeof socket.emit>[] = []
    const keep = (...message: unknown[]) => void early.push(['message', ...message])
    socket.on('message', keep)
    gate.enterSocket(request).then(
      (session) => {
        request.session = session
        metrics.socketOpened(socket)
        serveChat(socket, {
          answers,
          core: services.core,
          session: () => gate.enterSocket(request),
          onError: (error) => {
            request.log.error({ err: error }, 'answer failed')
            return request.id
          },
        })
        socket.off('message', keep)
        for (const message of early.splice(0)) socket.emit(...message)
      },
      (error: unknown) => {
        const info = toErrorInfo(error, request.id)
        if (info.code === 'internal') request.log.error({ err: error }, 'socket failed')
        socket.send(JSON.stringify({ type: 'refused', error: info }))
        socket.close(NOT_SIGNED_IN, info.code)
      },
    )
  })
  app.addHook('preClose', async () => {
    for (const client of app.websocketServer.clients) client.close(GOING_AWAY)
  })
}

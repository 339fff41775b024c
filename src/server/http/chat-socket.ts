/** The WebSocket /ws/chat. */
import type { FastifyInstance } from 'fastify'
import type { Answers } from '../chat/answers.ts'
import { serveChat } from '../chat/socket.ts'
import type { Metrics } from '../metrics.ts'
import type { Services } from '../services.ts'
import type { Gate } from './authenticate.ts'
import { enterOrClose } from './enter-socket.ts'

export interface ChatSocketRoute {
  readonly answers: Answers
  readonly gate: Gate
  readonly metrics: Metrics
  readonly services: Pick<Services, 'core'>
}

export function addChatSocket(
  app: FastifyInstance,
  { answers, gate, metrics, services }: ChatSocketRoute,
): void {
  app.get('/ws/chat', { websocket: true }, (socket, request) =>
    enterOrClose(socket, request, gate, () => {
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
    }),
  )
}

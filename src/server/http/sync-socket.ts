/** The WebSocket /ws/sync. */
import type { FastifyInstance } from 'fastify'
import type { Metrics } from '../metrics.ts'
import type { Services } from '../services.ts'
import { serveSync } from '../sync/socket.ts'
import type { Gate } from './authenticate.ts'
import { enterOrClose } from './enter-socket.ts'

export function addSyncSocket(
  app: FastifyInstance,
  {
    gate,
    metrics,
    services,
  }: {
    readonly gate: Gate
    readonly metrics: Metrics
    readonly services: Pick<Services, 'core'>
  },
): void {
  app.get('/ws/sync', { websocket: true }, (socket, request) =>
    enterOrClose(socket, request, gate, () => {
      metrics.socketOpened(socket)
      serveSync(socket, {
        actor: request.requireSession().actor,
        changes: services.core.changes,
        check: () => gate.enterSocket(request),
        onError: (error) => request.log.error({ err: error }, 'sync socket failed'),
      })
    }),
  )
}

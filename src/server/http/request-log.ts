/** One line a request, when it is answered. */
import type { FastifyInstance } from 'fastify'

/** Asked for every few seconds by whoever watches the server. */
const PROBES = ['/healthz', '/readyz', '/metrics']

export function addRequestLog(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    if (PROBES.includes(route) && reply.statusCode < 400) return
    const line = {
      ...{ method: request.method, route, status: reply.statusCode },
      milliseconds: Math.round(reply.elapsedTime),
      ...(request.session && { tenant: request.session.actor.tenantId, user: request.session.actor.userId }),
    }
    if (reply.statusCode >= 500) request.log.warn(line, 'request')
    else request.log.info(line, 'request')
  })
}

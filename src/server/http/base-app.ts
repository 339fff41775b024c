/** What every process of the server serves, workers too: whether it is well, and its metrics. Every error leaves as a problem. */
import { randomUUID } from 'node:crypto'
import fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import { AppError } from '../../contract/index.ts'
import type { ServerConfig } from '../config.ts'
import type { Metrics } from '../metrics.ts'
import type { Session } from '../services.ts'
import { answerClientError } from './client-error.ts'
import { addHealth, type Checks } from './health.ts'
import { problemOf, sendProblem } from './problem.ts'
import { addRequestLog } from './request-log.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Set once the sign-in is checked. */
    session: Session | null
    requireSession(): Session
  }
}

export interface BaseParts {
  readonly config: ServerConfig
  readonly metrics: Metrics
  readonly checks: Checks
  readonly logger: FastifyBaseLogger
  /** Aborted when the process is about to end. */
  readonly leaving: AbortSignal
}

/** A question with its scope is far smaller; files come another way. */
export const MAX_BODY_BYTES = 1024 * 1024
/** The longest search there may be, of 4,000 letters of two bytes each, is 24 kB in a URL; Node takes 16 kB unless told. */
const MAX_HEADER_BYTES = 64 * 1024

/** An app that is ready to listen. */
export function createBaseApp({ checks, config, leaving, logger, metrics }: BaseParts): FastifyInstance {
  const app = fastify({
    loggerInstance: logger,
    genReqId: () => randomUUID(),
    bodyLimit: MAX_BODY_BYTES,
    // Such keys mean nothing to us, as others that we do not know.
    ...{ onProtoPoisoning: 'remove', onConstructorPoisoning: 'remove' },
    http: { maxHeaderSize: MAX_HEADER_BYTES },
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, request, reply) => sendProblem(reply, problemOf(error, request)),
    trustProxy: (_, hop) => hop < config.TRUSTED_PROXIES,
    return503OnClosing: true,
    // Our own log line has the route and no query, which may hold a token.
    logController: new LogController({ disableRequestLogging: true }),
  })
  app.removeContentTypeParser('text/plain')
  app.decorateRequest('session', null)
  app.decorateRequest('requireSession', function () {
    if (!this.session) throw new AppError('not_signed_in')
    return this.session
  })
  answerErrors(app)
  metrics.observe(app)
  addRequestLog(app)
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
    // A caller who keeps the connection would find it closed at the end.
    if (leaving.aborted) reply.header('connection', 'close')
  })
  addHealth(app, checks, leaving)
  return app
}

/** Errors from inside are logged under the request's id. */
function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    // Whatever else is wrong with a request to nowhere, it goes nowhere.
    if (request.is404) return sendNotFound(request, reply)
    const problem = problemOf(error, request)
    if (problem.code === 'internal') request.log.error({ err: error }, 'request failed')
    sendProblem(reply, problem)
  })
  app.setNotFoundHandler(sendNotFound)

  function sendNotFound(request: FastifyRequest, reply: FastifyReply): void {
    const path = request.url.split('?', 1)[0] ?? ''
    const allowed = (['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).filter(
      (method) => app.findRoute({ method, url: path }) !== null,
    )
    const error =
      allowed.length > 0
        ? new AppError('method_not_allowed', { method: request.method, allowed: allowed.join(', ') })
        : new AppError('not_found', { kind: 'route', id: path })
    if (allowed.length > 0) reply.header('allow', allowed.join(', '))
    sendProblem(reply, problemOf(error, request))
  }
}

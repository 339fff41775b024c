/** The HTTP side of the server: what every request passes, and where each goes. */
import { randomUUID } from 'node:crypto'
import cors from '@fastify/cors'
import helmet from '@fastify/helmet'
import websocket from '@fastify/websocket'
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { AppError } from '../../contract/index.ts'
import type { Answers } from '../chat/answers.ts'
import type { ServerConfig } from '../config.ts'
import type { Metrics } from '../metrics.ts'
import type { Services, Session } from '../services.ts'
import { addSession, addSignIn } from './auth.ts'
import { createGate } from './authenticate.ts'
import { addChatSocket } from './chat-socket.ts'
import { addContent } from './content.ts'
import { addDocs } from './docs.ts'
import { addHealth } from './health.ts'
import { createOpenApi } from './openapi.ts'
import { problemOf, sendProblem } from './problem.ts'
import { createRateLimits } from './rate-limit.ts'
import { addRequestLog } from './request-log.ts'
import { addRest } from './rest.ts'
import { addUploads } from './uploads.ts'
import { addWindow } from './window.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Set once the sign-in is checked. */
    session: Session | null
    requireSession(): Session
  }
}

export interface AppParts {
  readonly config: ServerConfig
  readonly version: string
  readonly services: Services
  readonly answers: Answers
  readonly metrics: Metrics
  readonly logger: FastifyBaseLogger
  /** For files on their way to storage. */
  readonly uploadFolder: string
  /** The built window, or null to serve none. */
  readonly windowFolder: string | null
}

/** A question with its scope is far smaller; files come another way. */
const MAX_BODY_BYTES = 1024 * 1024
const API = '/v1'

/** The app, ready to listen. Closing it waits for the answers of its sockets. */
export async function createApp(parts: AppParts): Promise<FastifyInstance> {
  const { config, metrics, services } = parts
  const app = fastify({
    loggerInstance: parts.logger,
    genReqId: () => randomUUID(),
    bodyLimit: MAX_BODY_BYTES,
    trustProxy: (_, hop) => hop < config.TRUSTED_PROXIES,
    return503OnClosing: true,
    // Our own log line has the route and no query, which may hold a token.
    logController: new LogController({ disableRequestLogging: true }),
  })
  app.decorateRequest('session', null)
  app.decorateRequest('requireSession', function () {
    if (!this.session) throw new AppError('not_signed_in')
    return this.session
  })
  answerErrors(app)
  metrics.observe(app)
  addRequestLog(app)

  await app.register(helmet, {
    contentSecurityPolicy: { directives: contentSecurity },
    crossOriginResourcePolicy: { policy: 'same-origin' },
  })
  await app.register(cors, {
    origin: [...config.CORS_ORIGINS],
    allowedHeaders: ['authorization', 'content-type', 'x-tenant-id', 'range', 'last-event-id'],
    exposedHeaders: [
      'x-request-id',
      'location',
      'content-range',
      'retry-after',
      'ratelimit-limit',
      'ratelimit-remaining',
      'ratelimit-reset',
    ],
    maxAge: 600,
  })
  await app.register(websocket, {
    options: { maxPayload: MAX_BODY_BYTES, handleProtocols: (protocols) => [...protocols][0] ?? false },
  })
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
  })

  const gate = createGate(services)
  const limits = await createRateLimits(app, services.counters, {
    perAddress: config.REQUESTS_PER_MINUTE_AND_IP,
    perUser: config.REQUESTS_PER_MINUTE,
  })

  app.get('/', async () => ({ name: 'DocuChat', version: parts.version, docs: '/docs' }))
  addHealth(app, services)
  await addDocs(app, await createOpenApi(parts.version))
  await app.register(
    async (open) => {
      open.addHook('onRequest', limits.byAddress)
      addSignIn(open, services, gate)
    },
    { prefix: API },
  )
  await app.register(
    async (signedIn) => {
      signedIn.addHook('onRequest', limits.byAddress)
      signedIn.addHook('onRequest', async (request) => {
        request.session = await gate.enter(request)
      })
      signedIn.addHook('onRequest', limits.byUser)
      addSession(signedIn, services)
      addRest(signedIn, services.core, API)
      addContent(signedIn, services.core)
      await addUploads(signedIn, services.core, parts.uploadFolder)
    },
    { prefix: API },
  )
  await app.register(async (sockets) => {
    sockets.addHook('onRequest', limits.byAddress)
    addChatSocket(sockets, { ...parts, gate })
    await addWindow(sockets, { core: services.core, gate, folder: parts.windowFolder })
  })
  return app
}

/** Every error leaves as a problem; those from inside are logged under the request's id. */
function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error, request)
    if (problem.code === 'internal') request.log.error({ err: error }, 'request failed')
    sendProblem(reply, problem)
  })
  app.setNotFoundHandler((request, reply) => {
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
  })
}

/** For the pages of the documentation and the window; both packages of the former set styles within elements. */
const contentSecurity = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  fontSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  workerSrc: ["'self'", 'blob:'],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
  upgradeInsecureRequests: null,
}

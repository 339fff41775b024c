/** The HTTP side of the server: what every request passes, and where each goes. */
import cors from '@fastify/cors'
import helmet from '@fastify/helmet'
import websocket from '@fastify/websocket'
import type { FastifyInstance } from 'fastify'
import type { Answers } from '../chat/answers.ts'
import { withOutlivingAnswers } from '../chat/outliving.ts'
import { RESTARTING } from '../chat/socket.ts'
import type { Services } from '../services.ts'
import { addSession, addSignIn } from './auth.ts'
import { createGate } from './authenticate.ts'
import { type BaseParts, createBaseApp, MAX_BODY_BYTES } from './base-app.ts'
import { addChatSocket } from './chat-socket.ts'
import { addContent } from './content.ts'
import { addDocs } from './docs.ts'
import { createOpenApi } from './openapi.ts'
import { createRateLimits } from './rate-limit.ts'
import { addRest } from './rest.ts'
import { addSync } from './sync.ts'
import { addSyncSocket } from './sync-socket.ts'
import { addUploads } from './uploads.ts'
import { addWindow } from './window.ts'

export interface AppParts extends BaseParts {
  readonly version: string
  readonly services: Services
  readonly answers: Answers
  /** For files on their way to storage. */
  readonly uploadFolder: string
  /** The built window, or null to serve none. */
  readonly windowFolder: string | null
}

const API = '/v1'

/** The app, ready to listen. Closing it ends its sockets and streams, whose readers connect again elsewhere. */
export async function createApp(parts: AppParts): Promise<FastifyInstance> {
  const { answers, config, services } = parts
  const app = createBaseApp(parts)
  const closing = new AbortController()
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
    async preClose() {
      closing.abort()
      for (const socket of app.websocketServer.clients) socket.close(RESTARTING, 'restarting')
    },
  })
  const gate = createGate(services)
  const limits = await createRateLimits(app, services.counters, {
    perAddress: config.REQUESTS_PER_MINUTE_AND_IP,
    perUser: config.REQUESTS_PER_MINUTE,
  })

  app.get('/', async () => ({ name: 'DocuChat', version: parts.version, docs: '/docs' }))
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
      addRest(signedIn, {
        core: withOutlivingAnswers(services.core, answers, () => false),
        ...{ prefix: API, closing: closing.signal },
      })
      addContent(signedIn, services.core)
      await signedIn.register((sync) => addSync(sync, services))
      // Apart, since nothing else may come as multipart.
      await signedIn.register((uploads) => addUploads(uploads, services.core, parts.uploadFolder))
    },
    { prefix: API },
  )
  await app.register(async (sockets) => {
    sockets.addHook('onRequest', limits.byAddress)
    addChatSocket(sockets, { ...parts, gate })
    addSyncSocket(sockets, { ...parts, gate })
    await addWindow(sockets, { answers, core: services.core, gate, folder: parts.windowFolder })
  })
  return app
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

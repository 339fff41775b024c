/** The web client: the window's files below /app/, and the socket over which it calls the router. */
import fastifyStatic from '@fastify/static'
import { os } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import {
  type ApiContext,
  controlFlow,
  createStreams,
  type Flow,
  router,
  socketWire,
  toPort,
} from '../../api/index.ts'
import type { Core } from '../../core/core.ts'
import type { Answers } from '../chat/answers.ts'
import { withOutlivingAnswers } from '../chat/outliving.ts'
import type { Session } from '../services.ts'
import type { Gate } from './authenticate.ts'
import { enterOrClose } from './enter-socket.ts'

/** Not what would make the server call any address, nor what is set for all of its tenants. */
const hosted = {
  ...router,
  models: { list: router.models.list },
  settings: { get: router.settings.get },
}

interface CallContext {
  readonly flow: Flow
  /** Who is connected, asked anew for each call: sign-ins end, roles change. */
  readonly session: () => Promise<Session>
  readonly core: Core
  readonly log: FastifyBaseLogger
  readonly requestId: string
  readonly caller?: ApiContext
}

export interface WindowRoutes {
  readonly answers: Answers
  readonly core: Core
  readonly gate: Gate
  /** Has the built window; without it there is only the socket. */
  readonly folder: string | null
}

export async function addWindow(
  app: FastifyInstance,
  { answers, core, gate, folder }: WindowRoutes,
): Promise<void> {
  const handler = createHandler()
  app.get('/app/socket', { websocket: true }, (socket, request) =>
    enterOrClose(socket, request, gate, () => {
      const flow = controlFlow(socketWire(socket))
      const session = () => gate.enterSocket(request)
      handler.upgrade(toPort(flow.wire), {
        context: {
          ...{ flow, session, log: request.log, requestId: request.id },
          core: withOutlivingAnswers(core, answers, () => socket.readyState === socket.OPEN),
        },
      })
    }),
  )
  if (folder === null) return
  await app.register(fastifyStatic, {
    ...{ root: folder, prefix: '/app/', decorateReply: false },
    cacheControl: false,
    setHeaders: (response, path) => {
      // All but the page itself have their content in their names.
      response.header(
        'cache-control',
        path.endsWith('.html') ? 'no-cache' : 'public, max-age=31536000, immutable',
      )
    },
  })
  // Browsers ask for it; the page has none.
  app.get('/favicon.ico', (_, reply) => reply.code(204).send())
  app.get('/app', (_, reply) => reply.redirect('/app/'))
}

function createHandler(): RPCHandler<CallContext> {
  const served = os
    .$context<CallContext>()
    .use(({ context: { caller }, next }) => {
      if (!caller) throw new Error('a call came without its caller')
      return next({ context: caller })
    })
    .router(hosted)
  return new RPCHandler(served, {
    clientInterceptors: [
      async ({ next, ...options }) => {
        const { context } = options
        const streams = createStreams((error) => {
          context.log.error({ err: error }, 'call failed')
          return context.requestId
        })
        try {
          const { actor } = await context.session()
          const { core } = context
          const output = await next({ ...options, context: { ...context, caller: { core, actor } } })
          const signal = options.signal ?? new AbortController().signal
          return streams.paced(context.flow, output, signal, () => {})
        } catch (error) {
          throw streams.reported(error)
        }
      },
    ],
  })
}

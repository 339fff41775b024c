/** Mounts the REST router: every operation of the contract becomes a route of its own, known to limits, logs and metrics. */
import { isContractProcedure } from '@orpc/contract'
import { SmartCoercionPlugin } from '@orpc/json-schema'
import { OpenAPIHandler } from '@orpc/openapi/fastify'
import { ORPCError } from '@orpc/server'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify'
import { type ApiContext, restRouter, toTransportError } from '../../api/index.ts'
import { AppError, restContract } from '../../contract/index.ts'
import type { Core } from '../../core/core.ts'

/** What went wrong is carried past oRPC, which would answer in its own words. */
interface CallContext extends ApiContext {
  failure?: unknown
}

export interface RestRoutes {
  readonly core: Core
  readonly prefix: `/${string}`
  /** Ends every stream when it is aborted. */
  readonly closing: AbortSignal
}

/** Below `app`'s prefix; each request has a session by then. Errors are thrown, for the app's error handler. */
export function addRest(app: FastifyInstance, { closing, core, prefix }: RestRoutes): void {
  const createHandler = (plugins: SmartCoercionPlugin<CallContext>[]) =>
    new OpenAPIHandler<CallContext>(restRouter, {
      plugins,
      clientInterceptors: [async ({ next }) => begun(await next())],
      interceptors: [
        async ({ next, context }) => {
          try {
            return await next()
          } catch (error) {
            context.failure = error instanceof ORPCError ? error : notUnderstood(error)
            throw error
          }
        },
      ],
      rootInterceptors: [
        async ({ next, ...options }) => {
          const { context, request } = options
          const signal = request.signal ? AbortSignal.any([request.signal, closing]) : closing
          const result = await next({ ...options, request: { ...request, signal } })
          if (context.failure !== undefined) throw context.failure
          return result
        },
      ],
    })
  // Everything in a query string is text; what is in a body has its type, and another is a mistake.
  const coercion = new SmartCoercionPlugin<CallContext>({
    schemaConverters: [new ZodToJsonSchemaConverter()],
  })
  const [queries, bodies] = [createHandler([coercion]), createHandler([])]

  async function handle(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { actor } = request.requireSession()
    if (request.body !== undefined && !isRecord(request.body))
      throw new AppError('bad_request', { reason: 'body: an object is expected' })
    const handler = request.method === 'GET' ? queries : bodies
    const { matched } = await handler.handle(request, reply, { prefix, context: { core, actor } })
    if (!matched) throw new Error('a route has no operation')
    return reply
  }

  for (const { method, path } of routesOf(restContract))
    app.route({ method, url: path.replaceAll(/\{(\w+)\}/g, ':$1'), handler: handle })
}

/** oRPC would pass over any other body where the path has parameters. */
const isRecord = (body: unknown): boolean => typeof body === 'object' && body !== null && !Array.isArray(body)

interface Route {
  readonly method: HTTPMethods
  readonly path: string
}

function routesOf(contract: object): Route[] {
  return Object.values(contract).flatMap((part: object) => {
    if (!isContractProcedure(part)) return routesOf(part)
    const { method, path } = part['~orpc'].route
    if (method === undefined || path === undefined)
      throw new Error('an operation of the REST contract has no route')
    return [{ method, path }]
  })
}

/** The router throws nothing but its own errors, so this one came of reading the request. */
function notUnderstood(cause: unknown): AppError {
  return new AppError('bad_request', { reason: 'the request could not be read' }, { cause })
}

/**
 * Waits for a stream's first event, so that what refuses the call still has a status of its own; past that, errors end the stream in the
 * router's own words.
 */
async function begun(output: unknown): Promise<unknown> {
  if (typeof output !== 'object' || output === null || !(Symbol.asyncIterator in output)) return output
  const events = (output as AsyncIterable<unknown>)[Symbol.asyncIterator]()
  const next = () =>
    events.next().catch((error: unknown) => {
      throw toTransportError(error)
    })
  const first = await next()
  return (async function* () {
    try {
      for (let step = first; !step.done; step = await next()) yield step.value
    } finally {
      await events.return?.()
    }
  })()
}

/** Sign-in over HTTP: asking for a code, giving it, ending the sign-in, changing the organisation. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { ZodType } from 'zod'
import {
  type Actor,
  AppError,
  authContract,
  codeAttemptSchema,
  codeRequestSchema,
  type SignedIn,
  tenantSwitchSchema,
} from '../../contract/index.ts'
import type { Services } from '../services.ts'
import type { Gate } from './authenticate.ts'
import { languageOf } from './problem.ts'

const CODE_SECONDS = 600

/** Below `app`'s prefix. */
export function addAuth(
  app: FastifyInstance,
  { signIn, tokens, actorIn, audit }: Services,
  gate: Gate,
): void {
  const { requestCode, signOut, switchTenant, verifyCode } = authContract
  const url = (operation: { readonly '~orpc': { readonly route: { readonly path?: string } } }) =>
    operation['~orpc'].route.path ?? ''

  app.post(url(requestCode), async (request, reply) => {
    const { email, language } = parsed(codeRequestSchema, request.body)
    const { id, name } = await gate.tenantOf(request)
    await signIn.requestCode({
      ...{ tenantId: id, tenantName: name, email, ip: request.ip },
      language: language ?? languageOf(request.headers['accept-language']),
    })
    return reply.code(202).send({ expiresInSeconds: CODE_SECONDS })
  })

  app.post(url(verifyCode), async (request, reply) => {
    const { email, code } = parsed(codeAttemptSchema, request.body)
    const { id } = await gate.tenantOf(request)
    const { token, expiresAt, actor } = await signIn.verifyCode({ tenantId: id, email, code, ip: request.ip })
    await audit.signedIn(actor)
    return sendSignedIn(reply, token, expiresAt, actor)
  })

  app.post(url(signOut), async (request) => {
    const session = await gate.enter(request)
    await tokens.revoke(session)
    await audit.signedOut(session.actor)
    return { signedOut: true }
  })

  app.post(url(switchTenant), async (request, reply) => {
    const { tenant } = parsed(tenantSwitchSchema, request.body)
    const { actor } = await gate.enter(request)
    const other = await actorIn(tenant, actor.userId)
    const { token, expiresAt } = await tokens.issue(other)
    return sendSignedIn(reply, token, expiresAt, other)
  })
}

function sendSignedIn(reply: FastifyReply, token: string, expiresAt: Date, actor: Actor): FastifyReply {
  const { tenantId, userId, role } = actor
  const body: SignedIn = { token, expiresAt: expiresAt.toISOString(), tenantId, userId, role }
  return reply.header('cache-control', 'no-store').send(body)
}

function parsed<T>(schema: ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new AppError('bad_request', { reason: `${issue?.path.join('.') || 'body'}: ${issue?.message}` })
}

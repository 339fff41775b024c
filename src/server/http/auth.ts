/** Sign-in over HTTP: asking for a code, giving it, ending the sign-in, changing the organisation. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import {
  type Actor,
  authContract,
  CODE_SECONDS,
  codeAttemptSchema,
  codeRequestSchema,
  idSchema,
  parseInput,
  type SignedIn,
  tenantSwitchSchema,
} from '../../contract/index.ts'
import type { Services } from '../services.ts'
import type { Gate } from './authenticate.ts'
import { languageOf } from './problem.ts'

const { devices: ownDevices, requestCode, signOut, switchTenant, verifyCode } = authContract

const deviceSchema = z.object({ id: idSchema })

/** Asking for a code and giving it back, below `app`'s prefix; nobody is signed in yet. */
export function addSignIn(app: FastifyInstance, { signIn, audit }: Services, gate: Gate): void {
  app.post(urlOf(requestCode), async (request, reply) => {
    const { email, language } = parseInput(codeRequestSchema, request.body)
    const { id, name } = await gate.tenantOf(request)
    await signIn.requestCode({
      ...{ tenantId: id, tenantName: name, email, ip: request.ip },
      language: language ?? languageOf(request.headers['accept-language']),
    })
    return reply.code(202).send({ expiresInSeconds: CODE_SECONDS })
  })

  app.post(urlOf(verifyCode), async (request, reply) => {
    const { email, code } = parseInput(codeAttemptSchema, request.body)
    const { id } = await gate.tenantOf(request)
    const { token, expiresAt, actor } = await signIn.verifyCode({ tenantId: id, email, code, ip: request.ip })
    await audit.signedIn(actor)
    return sendSignedIn(reply, token, expiresAt, actor)
  })
}

/** What who is signed in does about it. */
export function addSession(app: FastifyInstance, { tokens, actorIn, audit, devices }: Services): void {
  app.post(urlOf(signOut), async (request) => {
    const session = request.requireSession()
    await devices.end(session)
    await audit.signedOut(session.actor)
    return { signedOut: true }
  })

  app.get(urlOf(ownDevices), async (request) => devices.list(request.requireSession()))

  app.post('/auth/devices/:id/sign-out', async (request) => {
    const { actor } = request.requireSession()
    await devices.signOut(actor, parseInput(deviceSchema, request.params).id)
    await audit.signedOut(actor)
    return { signedOut: true }
  })

  app.post(urlOf(switchTenant), async (request, reply) => {
    const { actor } = request.requireSession()
    const { tenant } = parseInput(tenantSwitchSchema, request.body)
    const other = await actorIn(tenant, actor.userId)
    const { token, expiresAt } = await tokens.issue(other)
    await audit.signedIn(other)
    return sendSignedIn(reply, token, expiresAt, other)
  })
}

const urlOf = (operation: { readonly '~orpc': { readonly route: { readonly path?: string } } }) =>
  operation['~orpc'].route.path ?? ''

function sendSignedIn(reply: FastifyReply, token: string, expiresAt: Date, actor: Actor): FastifyReply {
  const { tenantId, userId, role } = actor
  const body: SignedIn = { token, expiresAt: expiresAt.toISOString(), tenantId, userId, role }
  return reply.header('cache-control', 'no-store').send(body)
}

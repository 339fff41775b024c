/** Tells who calls: the token's bearer, in the tenant that the request names. */
import type { FastifyRequest } from 'fastify'
import { AppError, type Tenant } from '../../contract/index.ts'
import type { Services, Session } from '../services.ts'

export interface Gate {
  /** The tenant of the header X-Tenant-ID; throws `tenant_required`, or `not_found`. */
  tenantOf(request: FastifyRequest): Promise<Pick<Tenant, 'id' | 'name'>>
  /** The session of a request to /v1; throws `not_signed_in`, `session_ended`, `membership_ended`, `tenant_required` or `tenant_mismatch`. */
  enter(request: FastifyRequest): Promise<Session>
  /** The session of a socket, which may name its tenant. */
  enterSocket(request: FastifyRequest): Promise<Session>
}

const BEARER = /^Bearer +(\S+)$/i
/** Before the token among a socket’s protocols, since browsers let a page set no header there. */
const TOKEN_PROTOCOL = 'bearer'

export function createGate({
  actorIn,
  findTenant,
  tokens,
}: Pick<Services, 'actorIn' | 'findTenant' | 'tokens'>): Gate {
  async function inTenant(token: string | undefined, reference: string | undefined): Promise<Session> {
    if (token === undefined) throw new AppError('not_signed_in')
    const session = await verified(token)
    if (reference !== undefined && !(await isTenant(session, reference)))
      throw new AppError('tenant_mismatch')
    return session
  }

  /** Whoever was removed learns so, and not only that their sign-in has ended; nobody else does. */
  async function verified(token: string): Promise<Session> {
    try {
      return await tokens.verify(token)
    } catch (error) {
      const actor = isEnded(error) ? await tokens.holderOf(token) : undefined
      if (!actor) throw error
      await actorIn(actor.tenantId, actor.userId).catch((missing: unknown) => {
        const isGone = missing instanceof AppError && missing.code === 'not_found'
        throw isGone ? new AppError('membership_ended') : missing
      })
      throw error
    }
  }

  /** A tenant that does not exist is as foreign as any other. */
  async function isTenant({ actor }: Session, reference: string): Promise<boolean> {
    if (reference === actor.tenantId) return true
    const tenant = await findTenant(reference).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'not_found') return undefined
      throw error
    })
    return tenant?.id === actor.tenantId
  }

  return {
    tenantOf: (request) => findTenant(requireTenant(request)),
    async enter(request) {
      const token = BEARER.exec(request.headers.authorization ?? '')?.[1]
      if (token === undefined) throw new AppError('not_signed_in')
      return inTenant(token, requireTenant(request))
    },
    enterSocket: (request) => inTenant(socketToken(request), tenantReference(request)),
  }
}

const isEnded = (error: unknown) => error instanceof AppError && error.code === 'session_ended'

function requireTenant(request: FastifyRequest): string {
  const reference = tenantReference(request)
  if (reference === undefined) throw new AppError('tenant_required')
  return reference
}

function tenantReference({ headers, query }: FastifyRequest): string | undefined {
  const header = headers['x-tenant-id']
  const reference = typeof header === 'string' ? header : textOf(query, 'tenant')
  return reference?.trim() || undefined
}

function socketToken({ headers, query }: FastifyRequest): string | undefined {
  const [name, token] = (headers['sec-websocket-protocol'] ?? '')
    .split(',')
    .map((part) => part.trim())
    .slice(-2)
  return name === TOKEN_PROTOCOL ? token : textOf(query, 'token')
}

function textOf(query: unknown, key: string): string | undefined {
  const value =
    typeof query === 'object' && query !== null && key in query ? Reflect.get(query, key) : undefined
  return typeof value === 'string' ? value : undefined
}

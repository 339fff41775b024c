/** On a client: whether the user of a copy is still a member of its organisation, in one request that brings nothing. */
import { AppError, organisationContract, type SignedIn } from '../../../contract/index.ts'
import { refusalOf } from './refusal.ts'

/** A server that does not answer in this time is asked another time. */
const TIMEOUT_MS = 20_000

/** Throws `membership_ended`, or what else the server says; `server_unreachable` where it does not answer. */
export async function requireMembership(
  url: string,
  { tenantId, token }: Pick<SignedIn, 'tenantId' | 'token'>,
  signal: AbortSignal,
): Promise<void> {
  const { method = 'GET', path = '' } = organisationContract.tenants['~orpc'].route
  const unreachable = (cause: unknown) => {
    throw new AppError('server_unreachable', {}, { cause })
  }
  const response = await fetch(new URL(`/v1${path}`, url), {
    ...{ method, redirect: 'error', signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]) },
    headers: { authorization: `Bearer ${token}`, 'x-tenant-id': tenantId },
  }).catch(unreachable)
  const answer: unknown = await response.json().catch(unreachable)
  if (!response.ok) throw refusalOf(answer)
}

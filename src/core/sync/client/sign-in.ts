/** On a client: signing in to a hosted server, as what is then joined with it. */
import { z } from 'zod'
import {
  AppError,
  authContract,
  codeSentSchema,
  type Language,
  type OwnDevice,
  type OwnTenant,
  organisationContract,
  ownDeviceSchema,
  ownTenantSchema,
  type SignedIn,
  signedInSchema,
} from '../../../contract/index.ts'
import { refusalOf } from './refusal.ts'

/** Of a server, without a path, and the short name or id of an organisation there. */
export interface Place {
  readonly url: string
  readonly tenant: string
}

/** A server that does not answer in this time is none that could be worked with. */
const TIMEOUT_MS = 20_000

/** What a hosted server says about signing in. All throw its own errors, or `server_unreachable`. */
export const hostedSignIn = {
  /** Has a code sent. */
  requestCode: (
    place: Place,
    { email, language }: { readonly email: string; readonly language?: Language | undefined },
  ) =>
    call(codeSentSchema, place, authContract.requestCode, { body: { email, ...(language && { language }) } }),

  verifyCode: (place: Place, attempt: { readonly email: string; readonly code: string }): Promise<SignedIn> =>
    call(signedInSchema, place, authContract.verifyCode, { body: attempt }),

  /** The organisations that whoever is signed in belongs to. */
  tenants: (url: string, { tenantId: tenant, token }: Session): Promise<OwnTenant[]> =>
    call(z.array(ownTenantSchema), { url, tenant }, organisationContract.tenants, { token }),

  /** A token for another of these organisations. */
  switchTenant: (url: string, { tenantId, token }: Session, tenant: string): Promise<SignedIn> =>
    call(signedInSchema, { url, tenant: tenantId }, authContract.switchTenant, { body: { tenant }, token }),

  /** The computers of whoever is signed in that sync the organisation. */
  devices: (url: string, { tenantId: tenant, token }: Session): Promise<OwnDevice[]> =>
    call(z.array(ownDeviceSchema), { url, tenant }, authContract.devices, { token }),

  /** Ends the sign-in of one of them. */
  async signOutDevice(url: string, { tenantId: tenant, token }: Session, id: string): Promise<void> {
    await call(z.unknown(), { url, tenant }, authContract.signOutDevice, { body: {}, token, id })
  },

  /** Ends the sign-in. */
  async signOut(url: string, { tenantId: tenant, token }: Session): Promise<void> {
    await call(z.unknown(), { url, tenant }, authContract.signOut, { body: {}, token })
  },
}

type Session = Pick<SignedIn, 'token' | 'tenantId'>

interface Operation {
  readonly '~orpc': { readonly route: { readonly method?: string; readonly path?: string } }
}

async function call<T>(
  schema: z.ZodType<T>,
  { tenant, url }: Place,
  { '~orpc': { route } }: Operation,
  { body, id, token }: { readonly body?: object; readonly id?: string; readonly token?: string },
): Promise<T> {
  const response = await fetch(new URL(`/v1${route.path?.replace('{id}', id ?? '')}`, url), {
    ...{ method: route.method ?? 'POST', redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) },
    headers: {
      'x-tenant-id': tenant,
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  }).catch(unreachable)
  const answer: unknown = await response.json().catch(unreachable)
  if (!response.ok) throw refusalOf(answer)
  const parsed = schema.safeParse(answer)
  return parsed.success ? parsed.data : unreachable(parsed.error)
}

function unreachable(cause: unknown): never {
  throw new AppError('server_unreachable', {}, { cause })
}

/** This tab's sign-in to the hosted server, proved in headers and in the names of a socket's protocols, never in an address. */
import { ORPCError } from '@orpc/client'
import {
  AppError,
  codeSentSchema,
  type ErrorCode,
  errorInfoSchema,
  type SignedIn,
  signedInSchema,
} from '../../contract/index.ts'
import { answerOf } from './answer.ts'
import type { Account } from './host.ts'
import { forgetSignIn, keepSignIn, keptSignIn, staysSignedIn } from './kept-sign-in.ts'

/** Where the last sign-in here went, for the next. */
const ORGANISATION = 'docuchat.organisation'
const EMAIL = 'docuchat.email'

export interface HostedSession {
  readonly account: Account
  /** `away` when the server does not answer, or asks to be left alone for a while. */
  enter(): Promise<'entered' | 'refused' | 'away'>
  protocols(): string[]
  headers(): Record<string, string>
  /** The JSON that is answered to a form. */
  post(path: string, form: FormData): Promise<unknown>
  /** Whether the error says that the sign-in has ended, which is forgotten then. */
  isEnded(error: unknown): boolean
}

/** `signedIn` is called when the same user came back; for another the page is loaded anew. */
export function openHostedSession(signedIn: () => void): HostedSession {
  let current = keptSignIn()
  /** Whose things the window shows. */
  let shown = current

  const headers = (): Record<string, string> =>
    current ? { authorization: `Bearer ${current.token}`, 'x-tenant-id': current.tenantId } : {}

  const send = async (path: string, more: Record<string, string>, body: object): Promise<unknown> =>
    answerOf(
      await reach(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers(), ...more },
        body: JSON.stringify(body),
      }),
    )

  const account: Account = {
    organisation: new URLSearchParams(location.search).get('org') ?? localStorage.getItem(ORGANISATION) ?? '',
    email: localStorage.getItem(EMAIL) ?? '',
    async requestCode({ organisation, email, language }) {
      const place = { 'x-tenant-id': organisation }
      const answer = await send('/v1/auth/request-code', place, { email, language })
      return codeSentSchema.parse(answer).expiresInSeconds
    },
    async signIn({ organisation, email, code, stay }) {
      const answer = await send('/v1/auth/verify-code', { 'x-tenant-id': organisation }, { email, code })
      localStorage.setItem(ORGANISATION, organisation)
      localStorage.setItem(EMAIL, email)
      current = signedInSchema.parse(answer)
      keepSignIn(current, stay)
      if (shown && !isSame(shown, current)) return location.reload()
      shown = current
      signedIn()
    },
    async signOut() {
      // Where the server cannot be told, the token is forgotten all the same.
      await send('/v1/auth/sign-out', {}, {}).catch(() => {})
      if (current) forgetSignIn(current)
      location.reload()
    },
    async switchTo(tenant) {
      const other = signedInSchema.parse(await send('/v1/auth/switch-tenant', {}, { tenant }))
      keepSignIn(other, current !== undefined && staysSignedIn(current))
      location.reload()
    },
  }

  return {
    account,
    headers,
    protocols: () => ['docuchat', 'bearer', current?.token ?? ''],
    async enter() {
      if (!current) return 'refused'
      const response = await reach('/v1/me', { headers: headers() }).catch(() => undefined)
      if (response?.ok) return 'entered'
      // 403: no member any more.
      if (response?.status !== 401 && response?.status !== 403) return 'away'
      forgetSignIn(current)
      current = undefined
      return 'refused'
    },
    post: async (path, body) => answerOf(await reach(path, { method: 'POST', headers: headers(), body })),
    isEnded(error) {
      const code = error instanceof ORPCError ? errorInfoSchema.safeParse(error.data).data?.code : undefined
      if (code === undefined || !SIGN_IN_ENDED.has(code)) return false
      if (current) forgetSignIn(current)
      current = undefined
      return true
    },
  }
}

const SIGN_IN_ENDED: ReadonlySet<ErrorCode> = new Set(['session_ended', 'membership_ended', 'not_signed_in'])

const isSame = (one: SignedIn, other: SignedIn) =>
  one.userId === other.userId && one.tenantId === other.tenantId

/** Throws `server_unreachable` where no answer came. */
function reach(path: string, init: RequestInit): Promise<Response> {
  return fetch(path, init).catch((cause: unknown) => {
    throw new AppError('server_unreachable', {}, { cause })
  })
}

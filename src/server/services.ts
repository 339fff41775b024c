/** What the HTTP side needs of the rest of the server; `serve.ts` puts it together, tests give parts of it. */
import type { Actor, Language } from '../contract/index.ts'
import type { Core } from '../core/core.ts'

/** Who calls, proven by a token. */
export interface Session {
  readonly actor: Actor
  /** Of the token; a sign-out ends it alone. */
  readonly tokenId: string
  readonly expiresAt: Date
}

export interface Tokens {
  /** Throws `not_signed_in`, or `session_ended` for a token that was good once. */
  verify(token: string): Promise<Session>
  issue(actor: Actor): Promise<{ readonly token: string; readonly expiresAt: Date }>
  revoke(session: Session): Promise<void>
}

export interface SignIn {
  requestCode(request: {
    readonly tenantId: string
    readonly tenantName: string
    readonly email: string
    readonly language: Language
    readonly ip: string
  }): Promise<void>
  verifyCode(attempt: {
    readonly tenantId: string
    readonly email: string
    readonly code: string
    readonly ip: string
  }): Promise<{ readonly token: string; readonly expiresAt: Date; readonly actor: Actor }>
}

export interface Tenant {
  readonly id: string
  readonly slug: string
  readonly name: string
}

export interface Counters {
  /** Adds one; the first opens a window of `ttlSeconds`. */
  increment(
    key: string,
    ttlSeconds: number,
  ): Promise<{ readonly value: number; readonly secondsLeft: number }>
}

export interface Services {
  readonly core: Core
  readonly tokens: Tokens
  readonly signIn: SignIn
  /** By id or slug; throws `not_found`. */
  findTenant(reference: string): Promise<Tenant>
  /** The user as a member of another tenant; throws `not_found` where it is none. */
  actorIn(tenant: string, userId: string): Promise<Actor>
  readonly counters: Counters
  /** Each rejects when what it is named after cannot be used right now. */
  readonly checks: Readonly<Record<string, () => Promise<unknown>>>
}

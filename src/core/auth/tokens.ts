/** Sign-in tokens: JWTs that any process can check, and that can be ended before their time. */
import { errors, jwtVerify, SignJWT } from 'jose'
import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import { type Actor, AppError, idSchema, roleSchema } from '../../contract/index.ts'
import type { KeyValueStore } from '../kv/index.ts'

export interface SigningKey {
  /** Names the key in each token, so that old tokens are checked with the key they were signed with. */
  readonly kid: string
  readonly secret: string
}

/** Who calls, proven by a token. */
export interface Session {
  readonly actor: Actor
  readonly tokenId: string
  readonly expiresAt: Date
}

export interface IssuedToken {
  readonly token: string
  readonly expiresAt: Date
}

export interface Tokens {
  issue(actor: Actor): Promise<IssuedToken>
  /** Throws `not_signed_in`, or `session_ended` for a token that was good once. */
  verify(token: string): Promise<Session>
  /**
   * Whom a token was issued to that was ended, or expired at most {@link REMEMBERED_DAYS} days ago; undefined for anything else. It lets nobody
   * in: it is there to tell that person, and nobody else, that they are no member any more.
   */
  holderOf(token: string): Promise<Pick<Actor, 'tenantId' | 'userId'> | undefined>
  /** Ends one sign-in. */
  revoke(session: Pick<Session, 'tokenId' | 'expiresAt'>): Promise<void>
  /** Ends all sign-ins of a user in a tenant: their role has changed, or they are no member any more. */
  revokeAll(tenantId: string, userId: string): Promise<void>
}

const DAY_SECONDS = 24 * 3_600
const LIFETIME_SECONDS = 7 * DAY_SECONDS
/**
 * A laptop that was away for longer than its sign-in lasts is to hear, too, that its user was removed, so that the copy leaves it. As long as
 * tombstones are kept: one that was away for longer pulls everything anew, and for that its user signs in.
 */
const REMEMBERED_DAYS = 90
const ALGORITHM = 'HS256'
const ISSUER = 'docuchat'

const claimsSchema = z.object({
  sub: idSchema,
  tid: idSchema,
  role: roleSchema,
  jti: idSchema,
  exp: z.number(),
  /** Milliseconds since the epoch; `iat` counts seconds, in which a role may change and a new token be issued. */
  at: z.number(),
})

/** The first of `keys` signs, all of them verify. `now` gives milliseconds since the epoch. */
export function createTokens(
  keys: readonly SigningKey[],
  kv: KeyValueStore,
  now: () => number = Date.now,
): Tokens {
  const secrets = new Map(keys.map(({ kid, secret }) => [kid, new TextEncoder().encode(secret)]))
  const [newest] = keys
  if (!newest) throw new Error('there is no key to sign with')
  const signing = secrets.get(newest.kid) ?? new Uint8Array()

  /** `toleranceSeconds` after its end it is still read. */
  async function read(token: string, toleranceSeconds = 0): Promise<z.output<typeof claimsSchema>> {
    try {
      const { payload } = await jwtVerify(
        token,
        ({ kid }) => secrets.get(kid ?? '') ?? Promise.reject(unknownKey()),
        {
          ...{ algorithms: [ALGORITHM], issuer: ISSUER, audience: ISSUER },
          currentDate: new Date(now()),
          clockTolerance: toleranceSeconds,
        },
      )
      return claimsSchema.parse(payload)
    } catch (cause) {
      throw new AppError(
        cause instanceof errors.JWTExpired ? 'session_ended' : 'not_signed_in',
        {},
        { cause },
      )
    }
  }

  return {
    async issue({ tenantId, userId, role }) {
      const at = now()
      const expiresAt = new Date((Math.floor(at / 1_000) + LIFETIME_SECONDS) * 1_000)
      const token = await new SignJWT({ tid: tenantId, role, at })
        .setProtectedHeader({ alg: ALGORITHM, kid: newest.kid })
        .setSubject(userId)
        .setJti(uuidv7())
        .setIssuedAt(Math.floor(at / 1_000))
        .setExpirationTime(expiresAt)
        .setIssuer(ISSUER)
        .setAudience(ISSUER)
        .sign(signing)
      return { token, expiresAt }
    },
    async verify(token) {
      const { sub, tid, role, jti, exp, at } = await read(token)
      const [ended, endedUntil] = await kv.getMany([endedKey(jti), endedUntilKey(tid, sub)])
      if (ended !== undefined || at <= Number(endedUntil ?? Number.NEGATIVE_INFINITY))
        throw new AppError('session_ended')
      return {
        actor: { tenantId: tid, userId: sub, role },
        tokenId: jti,
        expiresAt: new Date(exp * 1_000),
      }
    },
    async holderOf(token) {
      const claims = await read(token, REMEMBERED_DAYS * DAY_SECONDS).catch(() => undefined)
      return claims && { tenantId: claims.tid, userId: claims.sub }
    },
    async revoke({ tokenId, expiresAt }) {
      const seconds = Math.ceil((expiresAt.getTime() - now()) / 1_000)
      if (seconds > 0) await kv.set(endedKey(tokenId), '1', seconds)
    },
    revokeAll: (tenantId, userId) => kv.set(endedUntilKey(tenantId, userId), String(now()), LIFETIME_SECONDS),
  }
}

const unknownKey = () => new errors.JWSInvalid('unknown key')
const endedKey = (tokenId: string) => `ended:${tokenId}`
const endedUntilKey = (tenantId: string, userId: string) => `ended-until:${tenantId}:${userId}`

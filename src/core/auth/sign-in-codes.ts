/** The six digits that prove who reads an address's mail. */
import { createHmac, hkdfSync, randomInt, timingSafeEqual } from 'node:crypto'
import { CODE_SECONDS } from '../../contract/index.ts'
import type { KeyValueStore } from '../kv/index.ts'

/** Of a million codes, five guesses find one in 200,000. */
const MOST_ATTEMPTS = 5

export interface SignInCodes {
  /** A new code, which voids the one before. */
  create(tenantId: string, email: string): Promise<string>
  /** True once for each code that {@link create} returned, within its time and the first five attempts. */
  redeem(tenantId: string, email: string, code: string): Promise<boolean>
}

/** `secret` keys what is stored, so that who reads the store learns no code. */
export function createSignInCodes(kv: KeyValueStore, secret: string): SignInCodes {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'docuchat sign-in codes', 32))
  const placeOf = (tenantId: string, email: string) => hashed(`${tenantId} ${email}`).toString('base64url')
  const hashed = (text: string) => createHmac('sha256', key).update(text).digest()

  return {
    async create(tenantId, email) {
      const code = String(randomInt(1_000_000)).padStart(6, '0')
      const place = placeOf(tenantId, email)
      // The attempts first: were the code stored before, a guess could still be counted with those of the one before.
      await kv.delete(`attempts:${place}`)
      await kv.set(`code:${place}`, hashed(`${place} ${code}`).toString('base64url'), CODE_SECONDS)
      return code
    },
    async redeem(tenantId, email, code) {
      const place = placeOf(tenantId, email)
      // Counted before anything is compared, so that guesses at the same moment get no more than guesses in a row.
      const { value: attempts } = await kv.increment(`attempts:${place}`, CODE_SECONDS)
      const stored = await kv.get(`code:${place}`)
      const given = hashed(`${place} ${code}`)
      const expected = stored === undefined ? Buffer.alloc(given.length) : Buffer.from(stored, 'base64url')
      const isRight = timingSafeEqual(given, expected) && stored !== undefined
      if (!isRight || attempts > MOST_ATTEMPTS) return false
      // Of two who give the right code at once, the one who takes it away gets in.
      return kv.delete(`code:${place}`)
    },
  }
}

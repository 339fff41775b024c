/** A token proves its bearer until it ends, is ended, or is not exactly what was issued. */
import fc from 'fast-check'
import { SignJWT } from 'jose'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestStore, type TestStore } from '../../../test/stand-ins/kv.ts'
import { type Actor, AppError } from '../../contract/index.ts'
import { createTokens, type Tokens } from './tokens.ts'

const DAY_MS = 24 * 3_600 * 1_000
const key = { kid: 'a', secret: 'a-secret-of-at-least-32-characters!' }
const other = { kid: 'b', secret: 'another-secret-of-32-characters-or-more' }
const actor: Actor = {
  tenantId: '0190a1b2-0000-7000-8000-000000000001',
  userId: '0190a1b2-0000-7000-8000-000000000002',
  role: 'member',
}

let store: TestStore
let tokens: Tokens
beforeEach(() => {
  store = openTestStore()
  tokens = make([key])
})
afterEach(() => store.close())

const make = (keys: (typeof key)[]) => createTokens(keys, store.kv, () => store.clock.now)
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'accepted',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  )

it('says who its bearer is, for seven days', async () => {
  const { token, expiresAt } = await tokens.issue(actor)
  expect(await tokens.verify(token)).toMatchObject({ actor, expiresAt })
  store.clock.now += 7 * DAY_MS - 2_000
  expect(await codeOf(tokens.verify(token))).toBe('accepted')
  store.clock.now += 3_000
  expect(await codeOf(tokens.verify(token))).toBe('session_ended')
})

it('is refused when anything of it is changed', async () => {
  const { token } = await tokens.issue(actor)
  await fc.assert(
    fc.asyncProperty(fc.nat(token.length - 1), fc.constantFrom(...'ABCabc019-_.'), async (at, letter) => {
      const changed = token.slice(0, at) + letter + token.slice(at + 1)
      // The last letter of the signature has bits that say nothing.
      fc.pre(changed !== token && at < token.length - 1)
      expect(await codeOf(tokens.verify(changed))).toBe('not_signed_in')
    }),
    { numRuns: 200 },
  )
})

const forge = (change: {
  readonly secret?: string
  readonly kid?: string
  readonly alg?: string
  readonly issuer?: string
  readonly audience?: string
  readonly claims?: object
}) =>
  new SignJWT({ tid: actor.tenantId, role: 'owner', at: store.clock.now, ...change.claims })
    .setProtectedHeader({ alg: change.alg ?? 'HS256', kid: change.kid ?? key.kid })
    .setSubject(actor.userId)
    .setJti(actor.userId)
    .setIssuedAt(Math.floor(store.clock.now / 1_000))
    .setExpirationTime(Math.floor(store.clock.now / 1_000) + 60)
    .setIssuer(change.issuer ?? 'docuchat')
    .setAudience(change.audience ?? 'docuchat')
    .sign(new TextEncoder().encode(change.secret ?? key.secret))

it.each([
  ['another key', { secret: other.secret }],
  ['a key that does not exist', { kid: 'c' }],
  ['another algorithm', { alg: 'HS512' }],
  ['another issuer', { issuer: 'else' }],
  ['another audience', { audience: 'else' }],
  ['a role that there is not', { claims: { role: 'root' } }],
  ['a tenant that is no id', { claims: { tid: '*' } }],
])('is refused with %s', async (_, change) => {
  expect(await codeOf(tokens.verify(await forge({})))).toBe('accepted')
  expect(await codeOf(tokens.verify(await forge(change)))).toBe('not_signed_in')
})

it('is refused unsigned', async () => {
  const [, payload] = (await tokens.issue(actor)).token.split('.')
  const header = Buffer.from(JSON.stringify({ alg: 'none', kid: key.kid })).toString('base64url')
  expect(await codeOf(tokens.verify(`${header}.${payload}.`))).toBe('not_signed_in')
})

it('outlives a new key, until the old one is taken away', async () => {
  const { token } = await tokens.issue(actor)
  const rotated = make([other, key])
  expect(await codeOf(rotated.verify(token))).toBe('accepted')
  expect(await codeOf(make([other]).verify((await rotated.issue(actor)).token))).toBe('accepted')
  expect(await codeOf(make([other]).verify(token))).toBe('not_signed_in')
})

it('ends alone at a sign-out', async () => {
  const [one, two] = [await tokens.issue(actor), await tokens.issue(actor)]
  await tokens.revoke(await tokens.verify(one.token))
  expect(await codeOf(tokens.verify(one.token))).toBe('session_ended')
  expect(await codeOf(tokens.verify(two.token))).toBe('accepted')
})

it('ends with all of its user’s in the tenant when the role changes, and not those issued after', async () => {
  const before = await tokens.issue(actor)
  const elsewhere = await tokens.issue({ ...actor, tenantId: actor.userId })
  await tokens.revokeAll(actor.tenantId, actor.userId)
  store.clock.now += 1
  const after = await tokens.issue(actor)
  expect(await codeOf(tokens.verify(before.token))).toBe('session_ended')
  expect(await codeOf(tokens.verify(after.token))).toBe('accepted')
  expect(await codeOf(tokens.verify(elsewhere.token))).toBe('accepted')
})

it('says whose it was for 90 days after its end, and lets nobody in', async () => {
  const holder = { tenantId: actor.tenantId, userId: actor.userId }
  const { token } = await tokens.issue(actor)
  await tokens.revokeAll(actor.tenantId, actor.userId)
  expect(await tokens.holderOf(token)).toEqual(holder)
  store.clock.now += 97 * DAY_MS - 2_000
  expect(await codeOf(tokens.verify(token))).toBe('session_ended')
  expect(await tokens.holderOf(token)).toEqual(holder)
  expect(await make([other]).holderOf(token)).toBeUndefined()
  store.clock.now += 3_000
  expect(await tokens.holderOf(token)).toBeUndefined()
})

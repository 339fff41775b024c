/** Whoever reads the mail of an address that is welcome gets in, once a code; nobody else learns anything. */
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestStore, type TestStore } from '../../../test/stand-ins/kv.ts'
import { startMailServer, type TestMailServer } from '../../../test/stand-ins/smtp-server.ts'
import { type Actor, AppError } from '../../contract/index.ts'
import { openMail } from '../mail/index.ts'
import { createSignIn, type SignIn } from './sign-in.ts'
import { createSignInCodes, type SignInCodes } from './sign-in-codes.ts'
import { createTokens } from './tokens.ts'

const MINUTE_MS = 60_000
const tenantId = '0190a1b2-0000-7000-8000-000000000001'
const secret = 'a-secret-of-at-least-32-characters!'
const ada: Actor = { tenantId, userId: '0190a1b2-0000-7000-8000-000000000002', role: 'member' }

let store: TestStore
let server: TestMailServer
let codes: SignInCodes
let signIn: SignIn
let errors: unknown[]

beforeEach(async () => {
  store = openTestStore()
  server = await startMailServer()
  codes = createSignInCodes(store.kv, secret)
  errors = []
  signIn = createSignIn({
    ...{ kv: store.kv, codes, onError: (error) => errors.push(error) },
    tokens: createTokens([{ kid: 'a', secret }], store.kv, () => store.clock.now),
    mail: openMail({ smtpUrl: server.url, from: 'DocuChat <docuchat@example.com>' }),
    admissions: {
      isWelcome: async (tenant, email) => tenant === tenantId && email === 'ada@example.com',
      admit: async (tenant, email) => (tenant === tenantId && email === 'ada@example.com' ? ada : undefined),
    },
  })
})
afterEach(async () => {
  await signIn.close()
  await Promise.all([store.close(), server.close()])
})

const request = (email: string, ip = '10.0.0.1', language: 'en' | 'fa' = 'en') =>
  signIn.requestCode({ tenantId, tenantName: 'Acme', email, language, ip })
const verify = (code: string, email = 'ada@example.com', ip = '10.0.0.1') =>
  signIn.verifyCode({ tenantId, email, code, ip })
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  )
async function mailedCode(): Promise<string> {
  await expect.poll(() => server.mails.length, { timeout: 10_000 }).toBeGreaterThan(0)
  return /\b\d{6}\b/.exec(server.mails.at(-1)?.source ?? '')?.[0] ?? ''
}

it('lets in who gives back the code of the mail, once', async () => {
  await request('ada@example.com')
  const code = await mailedCode()
  expect(server.mails[0]?.to).toEqual(['ada@example.com'])
  expect(await verify(code)).toMatchObject({ actor: ada, token: expect.any(String) })
  expect(await codeOf(verify(code))).toBe('code_wrong')
})

it('lets in one of two who give the code at once', async () => {
  await request('ada@example.com')
  const code = await mailedCode()
  const outcomes = await Promise.all([codeOf(verify(code)), codeOf(verify(code))])
  expect(outcomes.sort()).toEqual(['code_wrong', 'ok'])
})

it('says the same to a stranger, whose mailbox stays empty', async () => {
  expect(await codeOf(request('eve@example.com'))).toBe('ok')
  await signIn.close()
  expect(server.mails).toEqual([])
  expect(await codeOf(verify('123456', 'eve@example.com'))).toBe('code_wrong')
  expect(await codeOf(request('eve@example.com'))).toBe('too_many_requests')
  expect(await codeOf(request('ada@example.com'))).toBe('ok')
  expect(await codeOf(request('ada@example.com'))).toBe('too_many_requests')
})

it('voids a code after ten minutes, and with the next one', async () => {
  await request('ada@example.com')
  const first = await mailedCode()
  store.clock.now += 2 * MINUTE_MS
  await request('ada@example.com')
  await expect.poll(() => server.mails.length, { timeout: 10_000 }).toBe(2)
  const second = await mailedCode()
  if (first !== second) expect(await codeOf(verify(first))).toBe('code_wrong')
  store.clock.now += 10 * MINUTE_MS + 1
  expect(await codeOf(verify(second))).toBe('code_wrong')
})

it('compares at most five guesses with a code, however they come', async () => {
  const guesses = fc.array(fc.integer({ min: 0, max: 999_999 }), { minLength: 5, maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(guesses, fc.boolean(), async (numbers, isAtOnce) => {
      const email = `${crypto.randomUUID()}@example.com`
      const code = await codes.create(tenantId, email)
      const wrong = numbers.map((number) => String(number).padStart(6, '0')).filter((guess) => guess !== code)
      fc.pre(wrong.length >= 5)
      const guess = (given: string) => codes.redeem(tenantId, email, given)
      const found = isAtOnce ? await Promise.all(wrong.map(guess)) : []
      if (!isAtOnce) for (const given of wrong) found.push(await guess(given))
      expect(found).not.toContain(true)
      expect(await guess(code)).toBe(false)
    }),
    { numRuns: 20 },
  )
})

it('stores no code as it is', async () => {
  const code = await codes.create(tenantId, 'ada@example.com')
  const stored: string[] = []
  const spying = createSignInCodes(
    { ...store.kv, set: async (key, value) => void stored.push(key, value) },
    secret,
  )
  const another = await spying.create(tenantId, 'ada@example.com')
  expect(stored.join(' ')).not.toContain(another)
  expect(stored.join(' ')).not.toContain('ada@example.com')
  expect(code).toMatch(/^\d{6}$/)
})

it('is of the tenant that it was asked for', async () => {
  const code = await codes.create(tenantId, 'ada@example.com')
  expect(await codes.redeem(ada.userId, 'ada@example.com', code)).toBe(false)
  expect(await codes.redeem(tenantId, 'ada@example.com', code)).toBe(true)
})

it('limits the codes of an address and the guesses of a caller', async () => {
  for (let n = 0; n < 5; n++) {
    expect(await codeOf(request('ada@example.com'))).toBe('ok')
    store.clock.now += MINUTE_MS
  }
  expect(await codeOf(request('ada@example.com'))).toBe('too_many_requests')
  const outcomes = new Set<string>()
  for (let n = 0; n < 61; n++) outcomes.add(await codeOf(verify('000000', `${n}@example.com`, '10.0.0.9')))
  expect([...outcomes]).toEqual(['code_wrong', 'too_many_requests'])
})

it('writes in the reader’s language, and tries again when the mail server is busy', async () => {
  server.refuse(1, 451)
  await request('ada@example.com', '10.0.0.1', 'fa')
  const code = await mailedCode()
  const { source = '' } = server.mails[0] ?? {}
  expect(source).toContain('Content-Type: text/html; charset=utf-8')
  expect(source).toMatch(/Subject: =\?UTF-8\?/)
  expect(await codeOf(verify(code))).toBe('ok')
  expect(errors).toEqual([])
})

it('tells whoever runs the server that a mail was refused for good', async () => {
  server.refuse(1, 550)
  await request('ada@example.com')
  await signIn.close()
  expect(errors).toHaveLength(1)
})

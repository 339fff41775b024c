/** The forms of addresses, domains and slugs. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { emailDomainSchema, emailSchema, slugSchema } from './tenants.ts'

it.each([
  ['  Mina@Example.ORG ', 'mina@example.org'],
  ['a.b+c@sub.example.org', 'a.b+c@sub.example.org'],
  ['x@bücher.example', 'x@xn--bcher-kva.example'],
  ['x@BU\u0308CHER.example', 'x@xn--bcher-kva.example'],
])('stores %j as %s', (given, stored) => {
  expect(emailSchema.parse(given)).toBe(stored)
})

it.each([
  ...['', 'x', '@example.org', 'x@', 'x@localhost', 'a@b@example.org', 'x y@example.org'],
  ...['x@example.org\r\nBcc: y@example.org', 'x@exam\u0000ple.org', 'x@example.org/path', 'x@example.org:25'],
])('refuses %j as an address', (given) => {
  expect(emailSchema.safeParse(given).success).toBe(false)
})

it('leaves what it stored as it is', () => {
  fc.assert(
    fc.property(fc.emailAddress(), (email) => {
      const once = emailSchema.safeParse(email).data
      if (once !== undefined) expect(emailSchema.parse(once)).toBe(once)
    }),
  )
})

it.each(['Example.org', 'a.b.example', 'xn--bcher-kva.example', 'bücher.example'])(
  'takes the domain %s',
  (given) => {
    expect(emailDomainSchema.parse(given)).toMatch(/^[a-z0-9.-]+$/)
  },
)

it.each([
  '',
  'com',
  '*.example.org',
  '@example.org',
  'a..b',
  '-a.example',
  '127.0.0.1',
  'a.example/',
  'a.example:1',
])('refuses the domain %j', (given) => {
  expect(emailDomainSchema.safeParse(given).success).toBe(false)
})

it.each([
  ['acme', true],
  ['a1-b', true],
  ['ab', false],
  ['-acme', false],
  ['Acme', false],
  ['acme.org', false],
  ['0197b1a2-0000-7000-8000-000000000000', false],
])('says of the slug %s: %s', (slug, valid) => {
  expect(slugSchema.safeParse(slug).success).toBe(valid)
})

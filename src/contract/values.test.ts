/** Ids and text as every operation takes them. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { idSchema, scopeSchema, textSchema } from './values.ts'

const text = textSchema(100)

it('keeps text that Postgres can keep, without white space at its ends', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), (given) => {
      const kept = text.safeParse(given).data
      // Refused for being blank alone.
      if (kept === undefined) expect(given.trim()).toBe('')
      expect(kept?.isWellFormed()).not.toBe(false)
      expect(kept ?? '').not.toContain('\0')
      expect(kept?.trim()).toBe(kept)
    }),
  )
})

it.each([
  [' Annual report ', 'Annual report'],
  ['a\0b', 'a\uFFFDb'],
  ['\uD83D', '\uFFFD'],
  ['😀', '😀'],
])('keeps %j as %j', (given, kept) => {
  expect(text.parse(given)).toBe(kept)
})

it.each(['', ' ', '\n\t', 'x'.repeat(101)])('refuses %j', (given) => {
  expect(text.safeParse(given).success).toBe(false)
})

it('takes ids of any version, in lower case', () => {
  expect(idSchema.parse('E3E70682-C209-1CAC-029F-6FBED82C07CD')).toBe('e3e70682-c209-1cac-029f-6fbed82c07cd')
})

it('refuses a day before the calendar begins', () => {
  expect(scopeSchema.safeParse({ from: '0000-01-01' }).success).toBe(false)
  expect(scopeSchema.safeParse({ from: '0001-01-01' }).success).toBe(true)
})

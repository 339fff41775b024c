import fc from 'fast-check'
import { getEncoding } from 'js-tiktoken'
import { expect, it } from 'vitest'
import { countTokens, splitByTokens } from './index.ts'

const words = fc.string({ unit: fc.constantFrom(...'ab 1,.$()\n\tسلام\u200c9Zé€😀'), maxLength: 400 })

it('counts as the reference does on ordinary text', () => {
  const reference = getEncoding('cl100k_base')
  fc.assert(
    fc.property(words, (text) => {
      expect(countTokens(text)).toBe(reference.encode(text, [], []).length)
    }),
  )
})

it('counts the name of a special token as plain text', () => {
  expect(countTokens('<|endoftext|>')).toBeGreaterThan(1)
})

it('survives one word of a megabyte, on which byte-pair merging is quadratic', () => {
  expect(countTokens('x'.repeat(1_000_000))).toBeGreaterThan(1_000)
})

it('splits into parts that fit and join to the same text', () => {
  fc.assert(
    fc.property(words, fc.integer({ min: 20, max: 60 }), (text, limit) => {
      const parts = splitByTokens(text, limit)
      expect(parts.join('')).toBe(text)
      for (const part of parts) expect(countTokens(part)).toBeLessThanOrEqual(limit + 20)
    }),
  )
})

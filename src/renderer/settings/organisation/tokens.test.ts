import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseTokens } from './tokens.ts'

it.each([
  ['250000', 250_000],
  ['250,000', 250_000],
  [' 250 000 ', 250_000],
  ['250k', 250_000],
  ['1.5M', 1_500_000],
  ['۲۵۰٬۰۰۰', 250_000],
  ['۲٫۵ میلیون', 2_500_000],
  ['٣ هزار', 3_000],
  ['0', 0],
])('reads %s', (text, tokens) => {
  expect(parseTokens(text)).toBe(tokens)
})

it.each(['', 'many', '-5', '1.5.2', '5 kg', '1e9', '9'.repeat(30), 'k'])('refuses %s', (text) => {
  expect(parseTokens(text)).toBeUndefined()
})

it('reads every number as either language writes it', () => {
  fc.assert(
    fc.property(fc.nat(2 ** 40), fc.constantFrom('en-US', 'fa-IR'), (tokens, locale) => {
      expect(parseTokens(new Intl.NumberFormat(locale).format(tokens))).toBe(tokens)
    }),
  )
})

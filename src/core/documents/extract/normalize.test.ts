/** What characters and cells become. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalizeCharacters, tidyCell } from './normalize.ts'

describe('normalizeCharacters', () => {
  it('is idempotent, and leaves nothing that a database rejects', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = normalizeCharacters(text)
        expect(normalizeCharacters(once)).toBe(once)
        expect(once.isWellFormed()).toBe(true)
        expect(once).not.toContain('\u0000')
      }),
    )
  })

  it('drops lone surrogates', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0xd7f0, max: 0xe010 })), (units) => {
        expect(normalizeCharacters(String.fromCharCode(...units)).isWellFormed()).toBe(true)
      }),
    )
  })

  it.each([
    ['ligatures', 'e\uFB03cient \uFB01rm', 'efficient firm'],
    ['Arabic presentation forms', '\uFEB3\uFEFC\uFEE1', 'سلام'],
    ['soft hyphens and zero-width spaces', 'amor\u00ADti\u200Bzation', 'amortization'],
    ['spaces of any width', 'a\u00A0\u2003 b', 'a b'],
    ['bullets of symbol fonts', '\uF0B7 item', '• item'],
  ])('replaces %s', (_, text, expected) => {
    expect(normalizeCharacters(text)).toBe(expected)
  })

  it('keeps superscripts, fractions and the joiners of Persian', () => {
    expect(normalizeCharacters('m² ½ می\u200Cشود')).toBe('m² ½ می\u200Cشود')
  })
})

describe('tidyCell', () => {
  it.each([
    ['$ 1,234', '$1,234'],
    ['$ (1,577 )', '$(1,577)'],
    ['( 7.4 )%', '(7.4)%'],
    ['5.3 %', '5.3%'],
    ['4,800 $36,296', '4,800\t$36,296'],
    ['2018 2017', '2018\t2017'],
    ['1,234 2', '1,234 2'],
    ['(503) 671-6453', '(503) 671-6453'],
    ['Risk Factors . . . . . . 12', 'Risk Factors 12'],
    ['the program ’ s costs', 'the program’s costs'],
    ['Balance Shee t', 'Balance Sheet'],
    ['Plan a', 'Plan a'],
  ])('writes %j as %j', (text, expected) => {
    expect(tidyCell(text)).toBe(expected)
  })
})

/** Where a passage may be cut to be quoted. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { unitsOf } from './sentences.ts'

const texts = (text: string) => unitsOf(text, []).map((unit) => unit.text)

it.each([
  ['The U.S. segment of Acme Inc. grew 5.3% in 2018. Net sales rose.', 2],
  ['See Note 5. Approx. 3.5 million shares, i.e. half, were sold vs. none.', 2],
  ['Mr. J. Smith left. “It was time.” He said so!', 3],
  ['Did sales grow? yes they did. No. 7 did not.', 2],
  ['سود خالص ۵٫۳ میلیارد ریال بود. آیا رشد کرد؟ بله!', 3],
  ['Our risks: • demand may fall • prices may rise', 3],
])('keeps abbreviations and decimals whole: %s', (text, count) => {
  expect(texts(text)).toHaveLength(count)
})

it('joins a sentence over lines and keeps each table row by itself', () => {
  expect(texts('Sales rose\nstrongly. Costs\nfell.\nNet sales\t5\t4\nCosts\t3\t2')).toEqual([
    'Sales rose\nstrongly.',
    'Costs\nfell.',
    'Net sales\t5\t4',
    'Costs\t3\t2',
  ])
})

it('covers all of the text but white space, in order, each unit where it says it is', () => {
  const text = fc
    .array(fc.constantFrom('Sales', ' ', '. ', '\n', '\t', 'U.S.', '5.3', '؟ ', 'رشد', '• ', '.'), {
      maxLength: 30,
    })
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(text, (whole) => {
      let at = 0
      let seen = ''
      for (const unit of unitsOf(whole, [])) {
        expect(unit.start).toBeGreaterThanOrEqual(at)
        expect(whole.slice(unit.start, unit.end)).toBe(unit.text)
        at = unit.end
        seen += unit.text
      }
      expect(seen.replace(/\s/g, '')).toBe(whole.replace(/\s/g, ''))
    }),
  )
})

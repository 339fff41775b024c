/** Quoted words are found wherever they stand, and nothing else is. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { foldForMatching } from './fold.ts'
import { findQuote } from './quote-match.ts'

const word = fc.constantFrom(
  'Net',
  'sales',
  '$1,577',
  '(5.3)',
  'شركت',
  '۲٬۵۰۰',
  'mil-lion',
  '“Acme”',
  '2018',
  'R&D',
  'Café',
)
const gap = fc.constantFrom(' ', '\n', '\t', '  ')
const passage = fc.array(fc.tuple(word, gap), { minLength: 3, maxLength: 20 })

/** What quoting may do to a text without changing its words. */
const distortions: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.toUpperCase(),
  (text) => text.replace(/\s+/g, ' '),
  (text) => text.replace(/\t/g, ' | '),
  (text) => text.replace(/[“”]/g, '"').replace(/ك/g, 'ک'),
  (text) => text.normalize('NFD').replace(/-/g, ''),
  (text) => `${text}.`,
]

it('finds any run of words of the passage, however it was quoted, and says where', () => {
  fc.assert(
    fc.property(passage, fc.nat(), fc.nat(), fc.constantFrom(...distortions), (pairs, a, b, distort) => {
      const text = pairs.map(([each, space]) => each + space).join('')
      const from = a % (pairs.length - 2)
      const to = from + 2 + (b % (pairs.length - from - 1))
      const words = pairs
        .slice(from, to)
        .map(([each, space]) => each + space)
        .join('')
        .trim()
      const spans = findQuote(text, distort(words))
      const found = (spans ?? []).map(({ start, end }) => text.slice(start, end)).join('')
      expect(foldForMatching(found).text).toBe(foldForMatching(words.replace(/[“”]$/, '')).text)
    }),
    { numRuns: 500 },
  )
})

it('finds no quotation with a word or number that the passage does not have', () => {
  const made = fc.array(fc.constantFrom('Net', 'sales', '1,577', '577', '2018'), {
    minLength: 2,
    maxLength: 5,
  })
  const text = 'Net sales were 1,577 in 2018'
  fc.assert(
    fc.property(made, (words) => {
      const quote = words.join(' ')
      expect(findQuote(text, quote) !== null).toBe(` ${text} `.includes(` ${quote} `))
    }),
  )
})

it('folds the same however often it is folded', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const folded = foldForMatching(text)
      expect(foldForMatching(folded.text).text).toBe(folded.text)
      expect(folded.origins).toHaveLength(folded.text.length)
    }),
  )
})

/** The same words as the script that made the model found: another reading would look up other vectors. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import golden from './words.golden.json' with { type: 'json' }
import { wordsOf } from './words.ts'

it.each(golden)('reads “$text”', ({ text, words }) => {
  expect(wordsOf(text)).toEqual(words)
})

it('reads the same words whether a text is plain ASCII or stands beside other letters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
      expect(wordsOf(`${text} ÿÿ`)).toEqual([...wordsOf(text), 'ÿÿ'])
    }),
  )
})

it('never throws', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void wordsOf(text)))
})

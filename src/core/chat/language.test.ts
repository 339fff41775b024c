/** Which language a question is answered in, and what its chat is called. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { languageOf } from './language.ts'
import { titleOf } from './title.ts'

it.each([
  ['What was the revenue?', 'en'],
  ['درآمد چقدر بود؟', 'fa'],
  ['درآمد Acme Widgets Inc در ۲۰۱۸ چقدر بود؟', 'fa'],
  ['What does the word «درآمد» mean in this report?', 'en'],
  ['2018?', 'en'],
])('answers %s in %s', (question, language) => {
  expect(languageOf(question)).toBe(language)
})

it('cuts a long title after a word, within 80 characters, on one line', () => {
  expect(titleOf('  How\nmuch? ')).toBe('How much?')
  expect(titleOf('word '.repeat(40))).toBe(`${'word '.repeat(16).trim()}…`)
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (question) => {
      const title = titleOf(question)
      expect(title.length).toBeLessThanOrEqual(80)
      expect(title).not.toMatch(/[\n\r\t]/)
      expect(title.isWellFormed()).toBe(true)
    }),
  )
})

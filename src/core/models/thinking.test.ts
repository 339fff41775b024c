/** A reasoning model's thoughts stay out of its answer. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ThinkingFilter } from './thinking.ts'

function run(...deltas: string[]): string {
  const filter = new ThinkingFilter()
  return deltas.map((delta) => filter.write(delta)).join('') + filter.end()
}

it.each([
  ['<think>Let me see.</think>\n\nIt is five.', 'It is five.'],
  ['\n<think>\n</think>Five <think>again</think>', 'Five <think>again</think>'],
  ['Five.', 'Five.'],
  ['<thin ice', '<thin ice'],
  ['<th', '<th'],
  ['<think>for ever', ''],
  ['', ''],
])('makes of %j the answer %j', (text, answer) => {
  expect(run(text)).toBe(answer)
})

it('gives the same answer however the text is cut', () => {
  const text = fc
    .array(fc.constantFrom('<think>', '</think>', '<th', 'ink>', ' ', '\n', 'a', '</'), { maxLength: 8 })
    .map((parts) => parts.join(''))
  fc.assert(
    fc.property(text, (whole) => {
      expect(run(...whole)).toBe(run(whole))
    }),
  )
})

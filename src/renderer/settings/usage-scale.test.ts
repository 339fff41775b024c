/** The chart's scale is round and holds every bar. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { roundTop, totalOf } from './usage-scale.ts'

it('ends the scale at the next round number', () => {
  expect([0, 1, 3, 12, 50, 51, 130_000].map(roundTop)).toEqual([1, 1, 5, 20, 50, 100, 200_000])
})

it('holds the highest bar, and gives it at least two fifths of the height', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), (most) => {
      const top = roundTop(most)
      expect(top).toBeGreaterThanOrEqual(most)
      expect(most / top).toBeGreaterThanOrEqual(0.4)
    }),
  )
})

it('sums the figures of all buckets', () => {
  const bucket = { answers: 1, promptTokens: 20, completionTokens: 3, embeddingTokens: 4 }
  expect(totalOf([bucket, bucket])).toEqual({
    answers: 2,
    promptTokens: 40,
    completionTokens: 6,
    embeddingTokens: 8,
  })
})

/** The measures of an evaluation. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { measure, standsIn } from './measure.ts'

const at = (rank: number, hasAnswer: boolean | null = null) => ({ rank, hasAnswer })

it('counts hits by rank, and answers only where one is expected', () => {
  const outcomes = [at(1, true), at(4, false), at(Number.POSITIVE_INFINITY), at(8)]
  expect(measure(outcomes)).toEqual({
    questions: 4,
    hits: { 1: 0.25, 3: 0.25, 5: 0.5, 8: 0.75, 20: 0.75 },
    mrr: (1 + 1 / 4 + 1 / 8) / 4,
    answers: 0.5,
  })
  expect(measure([at(1)]).answers).toBe(null)
})

it('never falls with a deeper cut', () => {
  const outcome = fc
    .oneof(fc.integer({ min: 1, max: 30 }), fc.constant(Number.POSITIVE_INFINITY))
    .map((rank) => at(rank))
  fc.assert(
    fc.property(fc.array(outcome, { minLength: 1 }), (outcomes) => {
      const { hits, mrr } = measure(outcomes)
      const shares = Object.values(hits)
      expect(shares).toEqual(shares.toSorted((a, b) => a - b))
      expect(mrr).toBeGreaterThanOrEqual(hits[1])
    }),
  )
})

describe('an answer stands in a passage', () => {
  it.each([
    ['$1577.00', 'Purchases of PP&E\t(1,577)\t(1,373)', true],
    ['$1577.00', 'Total\t15,770', false],
    ['۲٬۵۰۰ میلیارد ریال', 'سود ۲۵۰۰ میلیارد', true],
    ['Consumer segment', 'the consumer segment grew', true],
    ['Consumer segment', 'a segment of consumers', false],
    ['It grew from 12 to 15 because of prices', 'from 12 to 15', null],
    ['—', 'anything', null],
    ['$1,311.1 million', 'In production\t1,311,137\t(in thousands)', true],
    ['$1,311.1 million', 'In production\t1,311,177', false],
    ['12 million', 'page 12,049', false],
  ])('“%s” in “%s”: %s', (answer, passage, expected) => {
    expect(standsIn(answer, [passage])).toBe(expected)
  })
})

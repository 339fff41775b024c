/** What remains of a text is a direction, and padding has no part in it. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { POOLINGS, pool } from './pooling.ts'

const two = {
  ...{ texts: 2, tokens: 3, dimensions: 2 },
  values: new Float32Array([2, 0, 0, 2, 9, 9, 3, 4, 9, 9, 9, 9]),
  mask: [1n, 1n, 0n, 1n, 0n, 0n],
}

it.each([
  ['mean', [Math.SQRT1_2, Math.SQRT1_2]],
  ['cls', [1, 0]],
  ['last', [0, 1]],
] as const)('takes the %s', (pooling, first) => {
  const [one, other] = pool(two, pooling).map((vector) =>
    [...vector].map((value) => Number(value.toFixed(4))),
  )
  expect(one).toEqual(first.map((value) => Number(value.toFixed(4))))
  expect(other).toEqual([0.6, 0.8])
})

it('gives unit vectors, whatever padding holds', () => {
  const length = 3 * 4
  const numbers = fc.array(fc.double({ min: -9, max: 9, noNaN: true }), {
    minLength: length,
    maxLength: length,
  })
  fc.assert(
    fc.property(numbers, numbers, fc.constantFrom(...POOLINGS), (text, padding, pooling) => {
      const batch = (rest: readonly number[]) => ({
        ...{ texts: 1, tokens: 6, dimensions: 4, mask: [1, 1, 1, 0, 0, 0] },
        values: new Float32Array([...text, ...rest]),
      })
      const [vector = new Float32Array()] = pool(batch(padding), pooling)
      const size = Math.hypot(...vector)
      expect(size === 0 || Math.abs(size - 1) < 1e-5).toBe(true)
      expect(pool(batch(text), pooling)[0]).toEqual(vector)
    }),
  )
})

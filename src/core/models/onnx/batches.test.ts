/** Batches hold every text once, and none is larger than the memory for it. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { batchesOf } from './batches.ts'

it('puts every text into one batch, with others of its length', () => {
  const lengths = fc.array(fc.integer({ min: 0, max: 12_000 }), { maxLength: 100 })
  fc.assert(
    fc.property(lengths, (sizes) => {
      const batches = batchesOf(sizes.map((size) => 'x'.repeat(size)))
      expect(batches.flat().sort((a, b) => a - b)).toEqual(sizes.map((_, index) => index))
      for (const batch of batches) {
        const longest = Math.max(...batch.map((index) => sizes[index] ?? 0))
        expect(batch.length === 1 || (batch.length <= 8 && longest * batch.length <= 8_000)).toBe(true)
      }
      const inOrder = batches.flat().map((index) => sizes[index] ?? 0)
      expect(inOrder).toEqual([...inOrder].sort((a, b) => b - a))
    }),
  )
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { backoffMs } from './backoff.ts'

it('waits half a second to a minute, and about twice as long each time', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (failures, share) => {
        const wait = backoffMs(failures, () => share)
        expect(wait).toBeGreaterThanOrEqual(500)
        expect(wait).toBeLessThanOrEqual(60_000)
        expect(backoffMs(failures + 1, () => share)).toBeGreaterThanOrEqual(wait)
      },
    ),
  )
})

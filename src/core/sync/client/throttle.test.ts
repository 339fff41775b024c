import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createThrottle } from './throttle.ts'

const never = new AbortController().signal
const part = fc.record({ bytes: fc.integer({ min: 1, max: 1_048_576 }), tookMs: fc.nat(5_000) })

it('keeps transfers below the limit, however fast the parts of a file go, and below it no more than that', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1_000, max: 10_000_000 }),
      fc.array(part, { minLength: 1, maxLength: 20 }),
      async (limit, parts) => {
        let time = 0
        let paused = 0
        const pause = async (milliseconds: number) => {
          time += milliseconds
          paused += milliseconds
        }
        const throttle = createThrottle(() => limit, { now: () => time, pause })
        for (const { bytes, tookMs } of parts) {
          time += tookMs
          await throttle(bytes, never)
        }
        const needed = parts.reduce((sum, { bytes }) => sum + (bytes / limit) * 1_000, 0)
        expect(time).toBeGreaterThanOrEqual(needed * 0.999)
        expect(paused).toBeLessThanOrEqual(needed * 1.001)
      },
    ),
  )
})

it('waits for nothing without a limit, and no longer once it is aborted', async () => {
  await createThrottle(() => null)(1e12, never)
  const leave = new AbortController()
  const waiting = createThrottle(() => 1)(1_000_000, leave.signal)
  leave.abort()
  await expect(waiting).rejects.toThrow()
})

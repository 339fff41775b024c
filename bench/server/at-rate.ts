/** An open-loop load: requests begin by the clock, however long those before them take. */
import { setTimeout as sleep } from 'node:timers/promises'

/** Milliseconds that each of `count` calls took, in no order. Throws what any of them threw. */
export async function atRate(
  perSecond: number,
  count: number,
  call: (number: number) => Promise<unknown>,
): Promise<number[]> {
  const begun = performance.now()
  return Promise.all(
    Array.from({ length: count }, async (_, number) => {
      const due = begun + (number * 1_000) / perSecond
      await sleep(Math.max(0, due - performance.now()))
      await call(number)
      // From when it was due: a load generator that is late must not hide it.
      return performance.now() - due
    }),
  )
}

/** Keeps transfers below a limit that may change while they are under way. */
import { setTimeout as sleep } from 'node:timers/promises'

/** Waits as long as `bytes`, just sent or received, should have taken. */
export type Throttle = (bytes: number, signal: AbortSignal) => Promise<void>

const wait = (milliseconds: number, signal: AbortSignal): Promise<unknown> =>
  sleep(milliseconds, undefined, { signal })

/** @param limit bytes per second; null for none */
export function createThrottle(
  limit: () => number | null,
  { now, pause }: { readonly now: () => number; readonly pause: typeof wait } = {
    ...{ now: () => performance.now(), pause: wait },
  },
): Throttle {
  let freeAt = now()
  return async (bytes, signal) => {
    const perSecond = limit()
    if (perSecond === null) return
    freeAt = Math.max(freeAt, now()) + (bytes / perSecond) * 1_000
    await pause(Math.max(0, freeAt - now()), signal)
  }
}

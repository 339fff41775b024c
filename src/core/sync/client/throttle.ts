/** Keeps transfers below a limit that may change while they are under way. */
import { setTimeout as sleep } from 'node:timers/promises'

/** Waits as long as `bytes`, just sent or received, should have taken. */
export type Throttle = (bytes: number, signal: AbortSignal) => Promise<void>

/** @param limit bytes per second; null for none */
export function createThrottle(limit: () => number | null, now = () => performance.now()): Throttle {
  let freeAt = now()
  return async (bytes, signal) => {
    const perSecond = limit()
    if (perSecond === null) return
    freeAt = Math.max(freeAt, now()) + (bytes / perSecond) * 1_000
    await sleep(Math.max(0, freeAt - now()), undefined, { signal })
  }
}

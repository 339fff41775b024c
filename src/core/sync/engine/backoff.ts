/** How long to wait before what failed is tried again. */
import type { ErrorInfo } from '../../../contract/index.ts'

const FIRST_MS = 1_000
const MOST_MS = 60_000
/** A version changes rarely. */
const UPDATE_MS = 10 * 60_000

/**
 * Milliseconds after the `failures`-th failure in a row, 1 being the first: doubled each time up to a minute, and anything from half of
 * that to all of it, so that a server that comes back is not met by everyone at once (“equal jitter”, AWS Architecture Blog, “Exponential
 * Backoff And Jitter”).
 */
export function backoffMs(failures: number, random: () => number = Math.random): number {
  const most = Math.min(MOST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1))
  return most / 2 + (random() * most) / 2
}

/** The same after what the server said, `failures` times in a row; `Infinity` where only its user can help, by signing in. */
export function waitAfterMs({ code, details }: ErrorInfo, failures: number): number {
  switch (code) {
    case 'session_ended':
    case 'not_signed_in':
      return Number.POSITIVE_INFINITY
    case 'update_needed':
      return UPDATE_MS
    case 'too_many_requests':
      return Math.max(Number(details.seconds ?? 0) * 1_000, backoffMs(failures))
    default:
      return backoffMs(failures)
  }
}

/** How long to wait before what failed is tried again. */

const FIRST_MS = 1_000
const MOST_MS = 60_000

/**
 * Milliseconds after the `failures`-th failure in a row, 1 being the first: doubled each time up to a minute, and anything from half of
 * that to all of it, so that a server that comes back is not met by everyone at once (“equal jitter”, AWS Architecture Blog, “Exponential
 * Backoff And Jitter”).
 */
export function backoffMs(failures: number, random: () => number = Math.random): number {
  const most = Math.min(MOST_MS, FIRST_MS * 2 ** Math.max(0, failures - 1))
  return most / 2 + (random() * most) / 2
}

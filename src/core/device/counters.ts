/** Counters that forget: rate limits and the tries of a code count on them. */
import type { Database as Sqlite } from 'better-sqlite3'
import { z } from 'zod'

/** The semantics of Redis's INCR with EXPIRE NX, which the hosted server uses in its place. */
export interface Counters {
  /** Adds one and returns the sum since the window opened; the first increment opens a window of `windowSeconds`. */
  increment(key: string, windowSeconds: number): number
  /** The sum now; 0 when nothing was counted or the window has closed. */
  count(key: string): number
  reset(key: string): void
}

const rowSchema = z.object({ value: z.int() })

/** `now` gives milliseconds since the epoch. */
export function createCounters(sqlite: Sqlite, now: () => number): Counters {
  const increment = sqlite.transaction((key: string, windowSeconds: number) => {
    // Closed windows go at the next write of anyone: no timer, and the table stays as small as what is counted now.
    sqlite.prepare('delete from counters where expires_at_ms <= ?').run(now())
    const row = sqlite
      .prepare(
        `insert into counters (key, value, expires_at_ms)
        values (?, 1, ?)
        on conflict (key) do update set value = value + 1
        returning value`,
      )
      .get(key, Math.ceil(now() + windowSeconds * 1_000))
    return rowSchema.parse(row).value
  })
  return {
    increment: (key, windowSeconds) => increment.immediate(key, windowSeconds),
    count(key) {
      const row = sqlite
        .prepare('select value from counters where key = ? and expires_at_ms > ?')
        .get(key, now())
      return row === undefined ? 0 : rowSchema.parse(row).value
    },
    reset(key) {
      sqlite.prepare('delete from counters where key = ?').run(key)
    },
  }
}

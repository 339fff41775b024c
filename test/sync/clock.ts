/** A database whose clock goes wrong by as much as a test says: `now()` of every statement, trigger and column default. */
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from '../../src/core/database/index.ts'

export const DAY_MS = 24 * 3_600_000

export interface Clock {
  /** From now on it is `days` ahead, or behind where they are negative. */
  set(days: number): Promise<void>
  now(): number
}

/** Of a PGlite database, which has one session for as long as it is open. */
export async function openClock(database: Database): Promise<Clock> {
  let offsetDays = 0
  await database.asOwner(async (tx) => {
    await tx.execute(sql`create schema if not exists wrong_clock`)
    await tx.execute(sql`grant usage on schema wrong_clock to docuchat_app`)
    await tx.execute(sql`
      create or replace function wrong_clock.now() returns timestamptz stable language sql as $$
        select pg_catalog.now() + make_interval(days => current_setting('wrong_clock.days')::int)
      $$`)
    // A default is bound to its function when it is made.
    const defaults = z.object({ rows: z.array(z.object({ table: z.string(), column: z.string() })) }).parse(
      await tx.execute(sql`
        select table_name as table, column_name as column
        from information_schema.columns
        where table_schema = 'public' and column_default = 'now()'`),
    )
    for (const { column, table } of defaults.rows)
      await tx.execute(sql`
        alter table ${sql.identifier(table)} alter column ${sql.identifier(column)} set default wrong_clock.now()`)
    // Before the catalogue's own, so that an unqualified name finds it.
    await tx.execute(sql`select set_config('search_path', 'wrong_clock, pg_catalog, public', false)`)
  })
  const clock: Clock = {
    async set(days) {
      offsetDays = days
      await database.asOwner((tx) =>
        tx.execute(sql`select set_config('wrong_clock.days', ${String(days)}, false)`),
      )
    },
    now: () => Date.now() + offsetDays * DAY_MS,
  }
  await clock.set(0)
  return clock
}

/** Lets tenants take turns, whatever each has waiting and whichever process sends or fetches. */
import { z } from 'zod'
import type { Database } from '../database/index.ts'

const rowsSchema = z.object({ rows: z.array(z.object({ turn: z.coerce.number() })) })

/**
 * The priority of a group's next job: start-time fair queueing (Goyal, Vin and Cheng 1996) with every job of one length. A job's turn is
 * the one after its group's last waiting job, and never before the turn that is being served; pg-boss fetches the highest priority, so it
 * is the turn negated. A group with nothing waiting thus comes next after those that are served now, and none waits for ever.
 */
export async function fairPriority(database: Database, queue: string, group: string): Promise<number> {
  const found = await database.queue.executeSql(
    `select 1 + greatest(
      coalesce(max(-priority) filter (where started_on is not null), 0),
      coalesce(max(-priority) filter (where group_id = $2 and state in ('created', 'retry')), 0)
    ) as turn
    from pgboss.job
    where name = $1`,
    [queue, group],
  )
  return -(rowsSchema.parse(found).rows[0]?.turn ?? 1)
}

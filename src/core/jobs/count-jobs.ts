/** How many jobs there are in each state, over all tenants. */
import { z } from 'zod'
import type { Database } from '../database/index.ts'
import { deadLetterQueue } from './dead-letters.ts'

export interface JobCounts {
  /** Those that wait for another attempt included. */
  readonly waiting: number
  readonly active: number
  /** At every attempt, and not retried since. */
  readonly failed: number
}

const rowsSchema = z.object({
  rows: z.tuple([
    z.object({ waiting: z.coerce.number(), active: z.coerce.number(), failed: z.coerce.number() }),
  ]),
})

/** Of `queue`, once it was opened by some process. */
export async function countJobs(database: Database, queue: string): Promise<JobCounts> {
  const found = await database.queue.executeSql(
    `select count(*) filter (where name = $1 and state in ('created', 'retry')) as waiting,
      count(*) filter (where name = $1 and state = 'active') as active,
      count(*) filter (where name = $2) as failed
    from pgboss.job
    where name in ($1, $2) and state in ('created', 'retry', 'active')`,
    [queue, deadLetterQueue(queue)],
  )
  return rowsSchema.parse(found).rows[0]
}

/** Jobs that failed at every attempt, as their tenant's admins see them. */
import { z } from 'zod'
import type { Database } from '../database/index.ts'

export interface DeadLetter<Job extends object> {
  readonly id: string
  readonly job: Job
  /** What the last attempt ended with; null for that of a killed process. */
  readonly code: string | null
  readonly attempts: number
  readonly failedAt: Date
}

/** More than anyone reads; the rest shows once these are gone. */
const MOST = 200

const rowsSchema = z.object({
  rows: z.array(
    z.object({
      id: z.string(),
      data: z.unknown(),
      code: z.string().nullable(),
      attempts: z.coerce.number(),
      failedAt: z.coerce.date(),
    }),
  ),
})

export const deadLetterQueue = (queue: string) => `${queue}-dead`

/** The dead letters of `queue`, of one tenant or of all, the last first. */
export async function deadLetters<Job extends object>(
  database: Database,
  queue: string,
  jobSchema: z.ZodType<Job>,
  tenantId: string | null,
): Promise<DeadLetter<Job>[]> {
  const found = await database.queue.executeSql(
    `select id, data, source_output ->> 'code' as code, coalesce(source_retry_count, 0) + 1 as attempts, created_on as "failedAt"
    from pgboss.job
    where name = $1
      and ($2::text is null or data ->> 'tenantId' = $2)
    order by created_on desc
    limit ${MOST}`,
    [deadLetterQueue(queue), tenantId],
  )
  return rowsSchema.parse(found).rows.flatMap(({ data, ...row }) => {
    const { data: job } = jobSchema.safeParse(data)
    return job ? [{ ...row, job }] : []
  })
}

/** Forgets a dead letter, which only one of several callers does. */
export async function takeDeadLetter(database: Database, queue: string, id: string): Promise<boolean> {
  const taken = await database.queue.executeSql(
    'delete from pgboss.job where name = $1 and id = $2::uuid returning id',
    [deadLetterQueue(queue), id],
  )
  return taken.rows.length > 0
}

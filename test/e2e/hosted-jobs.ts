/** Work that failed at every attempt, as the queue keeps it; failing in earnest takes it most of a minute. */
import type { Database } from '../../src/core/database/index.ts'

export async function failJobs(
  database: Database,
  job: { readonly tenantId: string; readonly userId: string; readonly documentId: string },
): Promise<void> {
  await database.queue.executeSql('insert into pgboss.job (name, data) values ($1, $2)', [
    'ingest-dead',
    JSON.stringify(job),
  ])
}

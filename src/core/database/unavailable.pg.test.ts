/** A Postgres that goes away and comes back. */
import { sql } from 'drizzle-orm'
import { Client } from 'pg'
import { describe, expect, inject, it } from 'vitest'
import { createEmptyPostgres } from '../../../test/services/empty-postgres.ts'
import { openPostgres } from './index.ts'

const url = inject('postgresUrl')

describe.skipIf(url === null)('a database', () => {
  it('that ends a connection in the midst of its work says so, and serves the next', async () => {
    const empty = await createEmptyPostgres(url ?? '')
    const database = await openPostgres(empty)
    const admin = new Client({ connectionString: empty.url })
    await admin.connect()
    const ended = database.asOwner(async (tx) => {
      const { rows } = (await tx.execute(sql`select pg_backend_pid() as pid`)) as unknown as {
        rows: { pid: number }[]
      }
      await admin.query('select pg_terminate_backend($1)', [rows[0]?.pid])
      await tx.execute(sql`select 1`)
    })
    await expect(ended).rejects.toMatchObject({
      code: 'service_unavailable',
      details: { service: 'database' },
    })
    await expect(database.asOwner((tx) => tx.execute(sql`select 1`))).resolves.toBeDefined()
    await admin.end()
    await database.close()
    await empty.drop()
  })
})

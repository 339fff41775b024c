import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import { Client } from 'pg'
import { describe, expect, inject, it } from 'vitest'
import { createEmptyPostgres } from '../../../test/services/empty-postgres.ts'
import { rowsOf } from '../../../test/services/tenant-rows.ts'
import { AppError } from '../../contract/index.ts'
import { migrationTags, withMigrationsUpTo } from './migrations.ts'
import { openPostgres } from './open-postgres.ts'
import { tenants } from './schema.ts'

const url = inject('postgresUrl')

async function refusal(address: string): Promise<AppError> {
  const error = await openPostgres({ url: address }).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof AppError) return error
  throw new Error(`expected a refusal, got ${error}`)
}

describe.skipIf(url === null)('opening Postgres', () => {
  it('applies each migration once, however many processes start at the same moment', async () => {
    const empty = await createEmptyPostgres(url ?? '')
    const databases = await Promise.all(Array.from({ length: 4 }, () => openPostgres(empty)))
    const [applied] =
      (await databases[0]?.asOwner((tx) =>
        rowsOf(tx, sql`select count(*)::int as count from drizzle.__drizzle_migrations`),
      )) ?? []
    expect(applied).toEqual({ count: migrationTags.length })
    await Promise.all(databases.map((database) => database.close()))
    await empty.drop()
  })

  it('gives a migration up that would keep everyone waiting for a table, and applies it the next time', async () => {
    const empty = await createEmptyPostgres(url ?? '')
    const reader = new Client({ connectionString: empty.url })
    await reader.connect()
    // As of the last migration but one, with a transaction that reads what the last one changes.
    await withMigrationsUpTo('0007_organisations', (folder) =>
      migrate(drizzle(reader), { migrationsFolder: folder }),
    )
    await reader.query('begin')
    await reader.query('select from messages')
    expect(await refusal(empty.url)).toMatchObject({
      code: 'database_unreachable',
      details: { reason: 'canceling statement due to lock timeout' },
    })
    await reader.query('commit')
    const database = await openPostgres(empty)
    const [session] = await database.asOwner((tx) => rowsOf(tx, sql`show lock_timeout`))
    expect(session).toEqual({ lock_timeout: '0' })
    await database.close()
    await reader.end()
    await empty.drop()
  })

  it('keeps tenants apart on the connections that they share', async () => {
    const empty = await createEmptyPostgres(url ?? '')
    const database = await openPostgres(empty)
    const ids = Array.from({ length: 20 }, () => randomUUID())
    await database.asOwner((tx) =>
      tx.insert(tenants).values(ids.map((id) => ({ id, slug: id, name: 'Tenant' }))),
    )
    const seen = await Promise.all(
      ids.map((tenantId) =>
        database.asTenant({ tenantId, userId: randomUUID() }, (tx) =>
          tx.select({ id: tenants.id }).from(tenants),
        ),
      ),
    )
    expect(seen).toEqual(ids.map((id) => [{ id }]))
    await database.close()
    await empty.drop()
  })

  it('says why it cannot be reached', async () => {
    const missing = new URL(url ?? '')
    missing.pathname = 'no_such_database'
    expect(await refusal(missing.href)).toMatchObject({
      code: 'database_unreachable',
      details: { reason: 'database "no_such_database" does not exist' },
    })
    const closed = new URL(url ?? '')
    closed.host = 'localhost:1'
    const { code, details } = await refusal(closed.href)
    expect({ code, reason: details.reason }).toEqual({
      code: 'database_unreachable',
      reason: expect.stringContaining('ECONNREFUSED'),
    })
  })
})

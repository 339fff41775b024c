import { sql } from 'drizzle-orm'
import { type SyncedRows, syncedRowsSchema } from '../../src/contract/index.ts'
import type { Transaction } from '../../src/core/database/index.ts'
import { syncedTables } from '../../src/core/sync/synced-tables.ts'
import { canonical } from './canonical.ts'

/** All synced rows of a tenant in a database, whoever may see them: what the protocol reads would hide what should not be there. */
export async function heldRows(tx: Transaction, tenantId: string): Promise<SyncedRows> {
  const held: [string, unknown[]][] = []
  for (const { columns, entity, name, source } of syncedTables) {
    const pairs = Object.entries(columns).map(([column, value]) => sql`${sql.raw(`'${column}'`)}, ${value}`)
    const tenant = sql.raw(entity === 'tenant' ? 'tenants.id' : `${name}.tenant_id`)
    const { rows } = (await tx.execute(sql`
      select jsonb_build_object(${sql.join(pairs, sql`, `)}) as row
      from ${source} where ${tenant} = ${tenantId}::uuid`)) as { rows: { row: unknown }[] }
    held.push([entity, rows.map(({ row }) => row)])
  }
  return canonical(syncedRowsSchema.parse(Object.fromEntries(held)))
}

/** The chat models that a tenant's users may ask. */
import { eq } from 'drizzle-orm'
import type { Actor } from '../../contract/index.ts'
import { type Database, tenants } from '../database/index.ts'

/** The tenant's own list, or `fallback` when its admins set none. */
export async function allowedModels(
  database: Database,
  actor: Actor,
  fallback: readonly string[],
): Promise<readonly string[]> {
  const [tenant] = await database.asTenant(actor, (tx) =>
    tx.select({ allowed: tenants.allowedModels }).from(tenants).where(eq(tenants.id, actor.tenantId)),
  )
  return tenant?.allowed ?? fallback
}

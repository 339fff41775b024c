/** Makes the tenant of a workspace on this device, with the one user that it has here. */
import type { Role } from '../../contract/index.ts'
import { type Database, memberships, tenants, users } from '../database/index.ts'

export interface LocalTenant {
  readonly tenant: { readonly id: string; readonly name: string }
  readonly user: { readonly id: string; readonly name: string }
}

/** Harmless when they are there already. */
export async function ensureTenant(
  database: Database,
  { tenant, user }: LocalTenant,
  role: Role = 'owner',
): Promise<void> {
  await database.asOwner(async (tx) => {
    // A local tenant is told apart by its id; the name may repeat on other devices.
    await tx
      .insert(tenants)
      .values({ id: tenant.id, slug: tenant.id, name: tenant.name })
      .onConflictDoNothing()
    await tx.insert(users).values({ id: user.id, name: user.name }).onConflictDoNothing()
    await tx.insert(memberships).values({ tenantId: tenant.id, userId: user.id, role }).onConflictDoNothing()
  })
}

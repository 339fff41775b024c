/**
 * Reads and writes the rows of people. The tenants' role may write none of them: which users a tenant sees follows from its memberships,
 * and a user belongs to several tenants, so no policy could tell a right write from one that shows a stranger's address or renames
 * them. What is here runs as the owner of the tables, in few places, with the tenant named in each statement.
 */
import { and, eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { type Actor, AppError, type Role } from '../../contract/index.ts'
import { recordAudit } from '../audit/index.ts'
import { type Database, memberships, type Transaction, tenants, users } from '../database/index.ts'
import { requireCurrentRole } from '../roles/index.ts'

/**
 * Changes who belongs to the actor's tenant, one such change at a time: whether an owner is the last one, and whether the actor may, holds
 * until the end. `work` is told the actor's current role. @throws {AppError} forbidden when that is less than admin
 */
export function changePeople<T>(
  database: Database,
  actor: Actor,
  work: (tx: Transaction, role: Role) => Promise<T>,
): Promise<T> {
  return database.asOwner(async (tx) => {
    await lockTenant(tx, actor.tenantId)
    return work(tx, await requireCurrentRole(tx, actor, 'admin'))
  })
}

/** Until the transaction ends, nobody else changes the tenant's people. @throws {AppError} not_found */
export async function lockTenant(
  tx: Transaction,
  tenantId: string,
): Promise<{ readonly allowedDomains: readonly string[] }> {
  const [tenant] = await tx
    .select({ allowedDomains: tenants.allowedDomains })
    .from(tenants)
    .where(eq(tenants.id, tenantId))
    // Others may go on to insert rows that refer to the tenant.
    .for('no key update')
  if (!tenant) throw new AppError('not_found', { kind: 'tenant', id: tenantId })
  return tenant
}

/** The user with that address, made where there is none: named by what stands before the @ until they say better. */
export async function ensureUser(tx: Transaction, email: string): Promise<string> {
  const name = email.slice(0, email.lastIndexOf('@'))
  await tx.insert(users).values({ id: uuidv7(), email, name }).onConflictDoNothing({ target: users.email })
  // Of its own, since one that another transaction inserted meanwhile is not returned.
  const [user] = await tx.select({ id: users.id }).from(users).where(eq(users.email, email))
  if (!user) throw new Error('A user went away while signing in.')
  return user.id
}

/** Its user is null where the server’s operator does it. */
export async function addMember(
  tx: Transaction,
  by: { readonly tenantId: string; readonly userId: string | null },
  userId: string,
  role: Role,
): Promise<void> {
  await tx.insert(memberships).values({ tenantId: by.tenantId, userId, role })
  await recordAudit(tx, by, 'member_joined', userId, { role })
}

/** The member with that address. */
export async function memberByEmail(
  tx: Transaction,
  tenantId: string,
  email: string,
): Promise<{ readonly userId: string; readonly role: Role } | undefined> {
  const [member] = await tx
    .select({ userId: memberships.userId, role: memberships.role })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.tenantId, tenantId), eq(users.email, email)))
  return member
}

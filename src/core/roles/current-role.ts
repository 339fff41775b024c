/** Asks the database for a role: a token's may be as old as the sign-in. */
import { and, eq } from 'drizzle-orm'
import { type Actor, AppError, type Role } from '../../contract/index.ts'
import { type Database, memberships, type Transaction } from '../database/index.ts'
import { requireRole } from './roles.ts'

/** The actor's role as of now. @throws {AppError} forbidden when it is less than `least`, or they are no member any more */
export async function requireCurrentRole(tx: Transaction, actor: Actor, least: Role): Promise<Role> {
  const [membership] = await tx
    .select({ role: memberships.role })
    .from(memberships)
    .where(and(eq(memberships.tenantId, actor.tenantId), eq(memberships.userId, actor.userId)))
  if (!membership) throw new AppError('forbidden', { role: 'none', needed: least })
  requireRole(membership, least)
  return membership.role
}

/** A transaction of the actor's tenant, for those who have at least the role `least` as it begins. @throws {AppError} forbidden */
export function asRole<T>(
  database: Database,
  actor: Actor,
  least: Role,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  return database.asTenant(actor, async (tx) => {
    await requireCurrentRole(tx, actor, least)
    return work(tx)
  })
}

/** The members of a tenant: listing them, their roles, removing them; and what each says of themselves. */
import { and, asc, count, eq, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { type Actor, AppError, type Me, type Member, type Role } from '../../contract/index.ts'
import { recordAudit } from '../audit/index.ts'
import {
  type Database,
  invitations,
  memberships,
  type Transaction,
  tenants,
  users,
} from '../database/index.ts'
import { asRole, requireCurrentRole, requireManages } from '../roles/index.ts'
import { changePeople } from './people-store.ts'

export interface People {
  /** @throws {AppError} forbidden for one who is no member any more */
  me(actor: Actor): Promise<Me>
  /** The actor's own name, in every tenant of theirs. */
  rename(actor: Actor, name: string): Promise<Me>
  /** By name; for admins, as are the changes below. @throws {AppError} forbidden */
  list(actor: Actor): Promise<Member[]>
  /** @throws {AppError} forbidden (only owners make, change or remove admins and owners), not_found, last_owner */
  changeRole(actor: Actor, userId: string, role: Role): Promise<Member>
  /** As {@link People.changeRole}. An allowed domain does not let them in again, an invitation does. */
  remove(actor: Actor, userId: string): Promise<void>
}

export function createPeople({
  database,
  onRevoked,
}: {
  readonly database: Database
  /**
   * Ends the sign-ins of a member whose role changed or who was removed, once that is committed. Where it fails so does the call, and
   * doing the same again ends them.
   */
  readonly onRevoked: (tenantId: string, userId: string) => Promise<void>
}): People {
  const me: People['me'] = (actor) => database.asTenant(actor, (tx) => readMe(tx, actor))

  return {
    me,

    async rename(actor, name) {
      await database.asOwner(async (tx) => {
        await requireCurrentRole(tx, actor, 'viewer')
        await tx.update(users).set({ name }).where(eq(users.id, actor.userId))
        await recordAudit(tx, actor, 'member_renamed', actor.userId, { name })
      })
      return me(actor)
    },

    list: (actor) => asRole(database, actor, 'admin', (tx) => membersWhere(tx, actor)),

    async changeRole(actor, userId, role) {
      const member = await changePeople(database, actor, async (tx, ownRole) => {
        const before = await manageableMember(tx, actor, ownRole, userId)
        if (!before) throw missing(userId)
        requireManages(ownRole, role)
        if (before.role === role) return before
        if (before.role === 'owner') await requireAnotherOwner(tx, actor)
        await tx.update(memberships).set({ role }).where(membership(actor, userId))
        await recordAudit(tx, actor, 'member_role_changed', userId, { from: before.role, to: role })
        return { ...before, role }
      })
      await onRevoked(actor.tenantId, userId)
      return member
    },

    async remove(actor, userId) {
      const removed = await changePeople(database, actor, async (tx, ownRole) => {
        const member = await manageableMember(tx, actor, ownRole, userId)
        if (!member) return false
        if (member.role === 'owner') await requireAnotherOwner(tx, actor)
        await tx.delete(memberships).where(membership(actor, userId))
        if (member.email !== null) await closeDoor(tx, actor, member.email)
        const { name, role } = member
        await recordAudit(tx, actor, 'member_removed', userId, { name, role })
        return true
      })
      await onRevoked(actor.tenantId, userId)
      if (!removed) throw missing(userId)
    },
  }
}

const membership = ({ tenantId }: Actor, userId: string) =>
  and(eq(memberships.tenantId, tenantId), eq(memberships.userId, userId))
const missing = (id: string) => new AppError('not_found', { kind: 'member', id })

async function readMe(tx: Transaction, actor: Actor): Promise<Me> {
  const role = await requireCurrentRole(tx, actor, 'viewer')
  const [user] = await tx.select().from(users).where(eq(users.id, actor.userId))
  const [tenant] = await tx.select().from(tenants).where(eq(tenants.id, actor.tenantId))
  if (!user || !tenant) throw missing(actor.userId)
  const { id, slug, name, defaultLanguage } = tenant
  const own = { id, slug, name, defaultLanguage, role }
  return { userId: user.id, name: user.name, email: user.email, tenant: own }
}

/** The tenant's members, or the one named. */
async function membersWhere(tx: Transaction, { tenantId }: Actor, userId?: string): Promise<Member[]> {
  const rows = await tx
    .select({ user: users, membership: memberships })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.tenantId, tenantId), userId ? eq(memberships.userId, userId) : undefined))
    .orderBy(asc(users.name), asc(users.id))
  return rows.map(({ user, membership: { role, createdAt } }) => ({
    ...{ userId: user.id, name: user.name, email: user.email, role, since: createdAt.toISOString() },
  }))
}

async function manageableMember(
  tx: Transaction,
  actor: Actor,
  ownRole: Role,
  userId: string,
): Promise<Member | undefined> {
  const [member] = await membersWhere(tx, actor, userId)
  if (member) requireManages(ownRole, member.role)
  return member
}

async function requireAnotherOwner(tx: Transaction, { tenantId }: Actor): Promise<void> {
  const [owners] = await tx
    .select({ number: count() })
    .from(memberships)
    .where(and(eq(memberships.tenantId, tenantId), eq(memberships.role, 'owner')))
  if ((owners?.number ?? 0) < 2) throw new AppError('last_owner')
}

/** Nobody with that address comes in until they are invited anew. */
async function closeDoor(tx: Transaction, { tenantId, userId }: Actor, email: string): Promise<void> {
  // As if accepted: no invitation that was open lets them in.
  const closed = { acceptedAt: sql`now()`, removedAt: sql`now()` }
  const entry = { tenantId, id: uuidv7(), email, role: 'viewer' as const, invitedBy: userId }
  await tx
    .insert(invitations)
    .values({ ...entry, ...closed, expiresAt: sql`now()` })
    .onConflictDoUpdate({ target: [invitations.tenantId, invitations.email], set: closed })
}

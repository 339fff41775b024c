/** Decides who may sign in to a tenant, and makes them a member when they do. */
import { and, eq, isNotNull } from 'drizzle-orm'
import type { Actor, Role } from '../../contract/index.ts'
import { type Database, invitations, type Transaction, tenants } from '../database/index.ts'
import { openInvitation } from './invitations.ts'
import { addMember, ensureUser, lockTenant, memberByEmail } from './people-store.ts'

/** Of those whom an allowed domain lets in. */
const ROLE_BY_DOMAIN: Role = 'member'

/** Addresses come normalised, as `emailSchema` gives them. */
export interface TenantAdmissions {
  /** Whether the address is a member's, has an open invitation, or is at an allowed domain and was not removed. */
  isWelcome(tenantId: string, email: string): Promise<boolean>
  /** The member with that address, who becomes one where they are welcome; undefined where they are not. Any number may run at once. */
  admit(tenantId: string, email: string): Promise<Actor | undefined>
}

export function createAdmissions({
  database,
  now = () => new Date(),
  onAdmitted = () => {},
}: {
  readonly database: Database
  readonly now?: () => Date
  /** Told of one who was no member before. */
  readonly onAdmitted?: (actor: Actor) => void
}): TenantAdmissions {
  return {
    isWelcome: (tenantId, email) =>
      database.asOwner(async (tx) => {
        const [tenant] = await tx.select().from(tenants).where(eq(tenants.id, tenantId))
        const member = await memberByEmail(tx, tenantId, email)
        const role = await roleOnArrival(tx, tenantId, tenant?.allowedDomains ?? [], email, now())
        return member !== undefined || role !== undefined
      }),

    async admit(tenantId, email) {
      let isNew = false
      const admitted = await database.asOwner(async (tx) => {
        const { allowedDomains } = await lockTenant(tx, tenantId)
        const member = await memberByEmail(tx, tenantId, email)
        if (member) return { tenantId, ...member }
        const role = await roleOnArrival(tx, tenantId, allowedDomains, email, now())
        if (role === undefined) return undefined
        const userId = await ensureUser(tx, email)
        await addMember(tx, { tenantId, userId }, userId, role)
        await tx
          .update(invitations)
          .set({ acceptedAt: now(), removedAt: null })
          .where(and(openInvitation(tenantId, now()), eq(invitations.email, email)))
        isNew = true
        return { tenantId, userId, role }
      })
      if (admitted && isNew) onAdmitted(admitted)
      return admitted
    },
  }
}

/** The role with which one who is no member yet comes in; undefined where they do not. */
async function roleOnArrival(
  tx: Transaction,
  tenantId: string,
  allowedDomains: readonly string[],
  email: string,
  now: Date,
): Promise<Role | undefined> {
  const ofAddress = eq(invitations.email, email)
  const [invitation] = await tx
    .select({ role: invitations.role })
    .from(invitations)
    .where(and(openInvitation(tenantId, now), ofAddress))
  if (invitation) return invitation.role
  if (!allowedDomains.includes(email.slice(email.lastIndexOf('@') + 1))) return undefined
  const [removed] = await tx
    .select({ id: invitations.id })
    .from(invitations)
    .where(and(eq(invitations.tenantId, tenantId), ofAddress, isNotNull(invitations.removedAt)))
  return removed ? undefined : ROLE_BY_DOMAIN
}

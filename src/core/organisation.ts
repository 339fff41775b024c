/** Puts together what a hosted workspace has beyond a local one. */
import type { Actor, UserUsage } from '../contract/index.ts'
import { type Audit, createAudit } from './audit/index.ts'
import type { Database } from './database/index.ts'
import { createQuotas, type Quotas } from './quotas/index.ts'
import {
  createInvitations,
  createPeople,
  createTenants,
  type InvitationNews,
  type Invitations,
  type People,
  type Tenants,
} from './tenants/index.ts'
import { createUsageMeter } from './usage/index.ts'

export interface Organisation {
  readonly tenants: Tenants
  readonly people: People
  readonly invitations: Invitations
  readonly quotas: Quotas
  readonly audit: Audit
  usageByUser(actor: Actor): Promise<UserUsage[]>
}

export function createOrganisation(parts: {
  readonly database: Database
  /** Ends the sign-ins of a user in a tenant. */
  readonly onRevoked: (tenantId: string, userId: string) => Promise<void>
  /** Told once people or what they are called, or the organisation's own settings, have changed. */
  readonly onChanged?: (actor: Actor) => void
  /** Tells someone of their invitation. */
  readonly onInvited?: (news: InvitationNews) => void
}): Organisation {
  const { onChanged = () => {} } = parts
  const told =
    <Rest extends unknown[], Result>(call: (actor: Actor, ...rest: Rest) => Promise<Result>) =>
    async (actor: Actor, ...rest: Rest): Promise<Result> => {
      const result = await call(actor, ...rest)
      onChanged(actor)
      return result
    }
  const [tenants, people] = [createTenants(parts), createPeople(parts)]
  return {
    tenants: { ...tenants, change: told(tenants.change) },
    people: {
      ...{ ...people, rename: told(people.rename) },
      ...{ changeRole: told(people.changeRole), remove: told(people.remove) },
    },
    invitations: createInvitations(parts),
    quotas: createQuotas(parts),
    audit: createAudit(parts),
    usageByUser: createUsageMeter(parts).byUser,
  }
}

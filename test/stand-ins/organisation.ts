/** A real database with hosted tenants, whose people came in as people do: invited, and signed in. */
import { randomUUID } from 'node:crypto'
import { type Actor, AppError, type ErrorCode, type Role, type Tenant } from '../../src/contract/index.ts'
import type { Database } from '../../src/core/database/index.ts'
import { createOrganisation, type Organisation } from '../../src/core/organisation.ts'
import { createAdmissions, type TenantAdmissions } from '../../src/core/tenants/index.ts'
import { openTestDatabase } from '../services/database.ts'

export interface TestOrganisation extends Organisation {
  readonly database: Database
  readonly admissions: TenantAdmissions
  /** Whose sign-ins were ended, as `tenantId userId`, in order. */
  readonly revoked: string[]
  addTenant(): Promise<{ readonly tenant: Tenant; readonly owner: Actor }>
  /** Invited by `owner`. */
  addMember(owner: Actor, role: Role): Promise<Actor>
  close(): Promise<void>
}

export async function openOrganisation(open = openTestDatabase): Promise<TestOrganisation> {
  const database = await open()
  const revoked: string[] = []
  const organisation = createOrganisation({
    database,
    onRevoked: async (tenantId, userId) => {
      revoked.push(`${tenantId} ${userId}`)
    },
  })
  const admissions = createAdmissions({ database })
  async function signIn(tenantId: string, email: string): Promise<Actor> {
    const actor = await admissions.admit(tenantId, email)
    if (!actor) throw new Error(`${email} was not let in`)
    return actor
  }
  return {
    ...organisation,
    ...{ database, admissions, revoked },
    async addTenant() {
      const [slug, ownerEmail] = [`t-${randomUUID()}`, newEmail()]
      const tenant = await organisation.tenants.create({ slug, name: 'Tenant', ownerEmail })
      return { tenant, owner: await signIn(tenant.id, ownerEmail) }
    },
    async addMember(owner, role) {
      const { email } = await organisation.invitations.create(owner, { email: newEmail(), role })
      return signIn(owner.tenantId, email)
    },
    close: () => database.close(),
  }
}

export const newEmail = (domain = 'example.org') => `${randomUUID()}@${domain}`

/** The code of the error that `work` ends with; `done` where it ends well. */
export async function outcomeOf(work: Promise<unknown>): Promise<ErrorCode | 'done'> {
  try {
    await work
    return 'done'
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}

/** Whom a tenant lets in, and as what. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnEachDatabase } from '../../../test/services/database.ts'
import {
  newEmail,
  openOrganisation,
  outcomeOf,
  type TestOrganisation,
} from '../../../test/stand-ins/organisation.ts'
import { createAdmissions, createInvitations } from './index.ts'

const WEEK_MS = 7 * 24 * 3_600_000

describeOnEachDatabase('admissions', (open) => {
  let hosted: TestOrganisation
  beforeAll(async () => {
    hosted = await openOrganisation(open)
  })
  afterAll(() => hosted.close())

  /** Whether the address is welcome, and with which role it comes in. */
  async function arrival(tenantId: string, email: string): Promise<string> {
    const welcome = await hosted.admissions.isWelcome(tenantId, email)
    const actor = await hosted.admissions.admit(tenantId, email)
    expect(welcome).toBe(actor !== undefined)
    return actor?.role ?? 'turned away'
  }

  it('lets nobody in who is neither a member, invited nor of an allowed domain, and makes no user of them', async () => {
    const { tenant } = await hosted.addTenant()
    const stranger = newEmail()
    expect(await arrival(tenant.id, stranger)).toBe('turned away')
    const users = await hosted.database.asOwner((tx) => tx.query.users.findMany())
    expect(users.filter(({ email }) => email === stranger)).toEqual([])
  })

  it('lets the invited in with the role they were invited to, in the tenant that invited them alone', async () => {
    const [{ owner, tenant }, other] = [await hosted.addTenant(), await hosted.addTenant()]
    const email = newEmail()
    await hosted.invitations.create(owner, { email, role: 'admin' })
    expect(await arrival(other.tenant.id, email)).toBe('turned away')
    expect(await arrival(tenant.id, email)).toBe('admin')
    expect(await hosted.invitations.list(owner)).toEqual([])
    expect(await outcomeOf(hosted.invitations.create(owner, { email, role: 'viewer' }))).toBe(
      'already_member',
    )
  })

  it('ends an invitation after 7 days, unless it is renewed', async () => {
    const { owner, tenant } = await hosted.addTenant()
    let time = Date.now()
    const clock = { database: hosted.database, now: () => new Date(time) }
    const [invitations, admissions] = [createInvitations(clock), createAdmissions(clock)]
    const email = newEmail()
    const first = await invitations.create(owner, { email, role: 'member' })
    time += WEEK_MS - 1
    expect(await admissions.isWelcome(tenant.id, email)).toBe(true)
    const renewed = await invitations.create(owner, { email, role: 'viewer' })
    expect(renewed).toMatchObject({ id: first.id, role: 'viewer' })
    time += WEEK_MS - 1
    expect(await invitations.list(owner)).toEqual([renewed])
    time += 1
    expect(await invitations.list(owner)).toEqual([])
    expect(await admissions.isWelcome(tenant.id, email)).toBe(false)
    expect(await admissions.admit(tenant.id, email)).toBeUndefined()
  })

  it('takes an invitation back', async () => {
    const { owner, tenant } = await hosted.addTenant()
    const { id, email } = await hosted.invitations.create(owner, { email: newEmail(), role: 'member' })
    await hosted.invitations.revoke(owner, id)
    expect(await arrival(tenant.id, email)).toBe('turned away')
    expect(await outcomeOf(hosted.invitations.revoke(owner, id))).toBe('not_found')
  })

  it('lets admins invite members and viewers only, and undo no invitation of an owner’s', async () => {
    const { owner } = await hosted.addTenant()
    const admin = await hosted.addMember(owner, 'admin')
    const member = await hosted.addMember(owner, 'member')
    const as = (actor: typeof admin, role: 'owner' | 'admin' | 'member') =>
      outcomeOf(hosted.invitations.create(actor, { email: newEmail(), role }))
    expect(await as(admin, 'member')).toBe('done')
    expect(await as(admin, 'admin')).toBe('forbidden')
    expect(await as(admin, 'owner')).toBe('forbidden')
    expect(await as(member, 'member')).toBe('forbidden')
    const { id, email } = await hosted.invitations.create(owner, { email: newEmail(), role: 'owner' })
    expect(await outcomeOf(hosted.invitations.create(admin, { email, role: 'viewer' }))).toBe('forbidden')
    expect(await outcomeOf(hosted.invitations.revoke(admin, id))).toBe('forbidden')
  })

  it('makes members of whoever is at an allowed domain, not at one below or beside it', async () => {
    const { owner, tenant } = await hosted.addTenant()
    await hosted.tenants.change(owner, { allowedDomains: ['corp.example'] })
    expect(await arrival(tenant.id, newEmail('corp.example'))).toBe('member')
    for (const domain of ['sub.corp.example', 'notcorp.example', 'corp.example.org', 'example'])
      expect(await arrival(tenant.id, newEmail(domain))).toBe('turned away')
    expect(await arrival(tenant.id, '"a@corp.example"@example.org')).toBe('turned away')
  })

  it('lets one who was removed in by a new invitation, but not by an allowed domain or an old one', async () => {
    const { owner, tenant } = await hosted.addTenant()
    await hosted.tenants.change(owner, { allowedDomains: ['corp.example'] })
    const email = newEmail('corp.example')
    const actor = await hosted.admissions.admit(tenant.id, email)
    await hosted.people.remove(owner, actor?.userId ?? '')
    expect(await arrival(tenant.id, email)).toBe('turned away')
    const { id } = await hosted.invitations.create(owner, { email, role: 'viewer' })
    await hosted.invitations.revoke(owner, id)
    expect(await arrival(tenant.id, email)).toBe('turned away')
    await hosted.invitations.create(owner, { email, role: 'viewer' })
    expect(await arrival(tenant.id, email)).toBe('viewer')
  })

  it('makes one user and one membership of many arrivals at once, in several tenants', async () => {
    const email = newEmail()
    const tenants = [await hosted.addTenant(), await hosted.addTenant(), await hosted.addTenant()]
    for (const { owner } of tenants) await hosted.invitations.create(owner, { email, role: 'member' })
    const actors = await Promise.all(
      [...tenants, ...tenants, ...tenants].map(({ tenant }) => hosted.admissions.admit(tenant.id, email)),
    )
    expect(new Set(actors.map((actor) => actor?.userId)).size).toBe(1)
    for (const { owner } of tenants) expect(await hosted.people.list(owner)).toHaveLength(2)
    const { events } = await hosted.audit.list(tenants[0]?.owner as never, { action: 'member_joined' })
    expect(events.filter(({ subject }) => subject === actors[0]?.userId)).toHaveLength(1)
  })
})

/** Making, finding and setting up tenants. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnEachDatabase } from '../../../test/services/database.ts'
import {
  newEmail,
  openOrganisation,
  outcomeOf,
  type TestOrganisation,
} from '../../../test/stand-ins/organisation.ts'
import { allowedModels } from './index.ts'

describeOnEachDatabase('tenants', (open) => {
  let hosted: TestOrganisation
  beforeAll(async () => {
    hosted = await openOrganisation(open)
  })
  afterAll(() => hosted.close())

  it('finds a tenant by its id or slug', async () => {
    const { tenant } = await hosted.addTenant()
    expect(await hosted.tenants.find(tenant.id)).toEqual(tenant)
    expect(await hosted.tenants.find(tenant.slug)).toEqual(tenant)
    expect(await outcomeOf(hosted.tenants.find('nowhere'))).toBe('not_found')
    expect(await outcomeOf(hosted.tenants.find(''))).toBe('not_found')
  })

  it('makes a slug but once, also of two at a time, and leaves nothing of the other', async () => {
    const [slug, emails] = [`once-${Date.now()}`, [newEmail(), newEmail()]]
    const outcomes = await Promise.all(
      emails.map((ownerEmail) => outcomeOf(hosted.tenants.create({ slug, name: 'One', ownerEmail }))),
    )
    expect(outcomes.sort()).toEqual(['done', 'slug_taken'])
    const users = await hosted.database.asOwner((tx) => tx.query.users.findMany())
    expect(users.filter(({ email }) => emails.includes(email ?? ''))).toHaveLength(1)
  })

  it('lets admins change what they name, and others neither read nor change it', async () => {
    const { owner, tenant } = await hosted.addTenant()
    const admin = await hosted.addMember(owner, 'admin')
    const member = await hosted.addMember(owner, 'member')
    const changed = await hosted.tenants.change(admin, {
      name: 'New',
      allowedModels: ['m'],
      defaultLanguage: 'fa',
    })
    expect(changed).toEqual({ ...tenant, name: 'New', allowedModels: ['m'], defaultLanguage: 'fa' })
    expect(await hosted.tenants.change(admin, {})).toEqual(changed)
    expect(await hosted.tenants.get(admin)).toEqual(changed)
    expect(await allowedModels(hosted.database, member, ['fallback'])).toEqual(['m'])
    expect(await outcomeOf(hosted.tenants.get(member))).toBe('forbidden')
    expect(await outcomeOf(hosted.tenants.change(member, { name: 'Mine' }))).toBe('forbidden')
    const { events } = await hosted.audit.list(owner, { action: 'tenant_changed' })
    expect(events.map(({ userId, details }) => [userId, details])).toEqual([
      [admin.userId, { name: 'New', allowedModels: 'm', defaultLanguage: 'fa' }],
    ])
  })
})

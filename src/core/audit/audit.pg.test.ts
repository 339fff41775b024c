/** What a tenant's audit log holds, and who reads it. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnEachDatabase } from '../../../test/services/database.ts'
import { openOrganisation, outcomeOf, type TestOrganisation } from '../../../test/stand-ins/organisation.ts'
import type { AuditEvent } from '../../contract/index.ts'
import { recordAudit } from './index.ts'

describeOnEachDatabase('the audit log', (open) => {
  let hosted: TestOrganisation
  beforeAll(async () => {
    hosted = await openOrganisation(open)
  })
  afterAll(() => hosted.close())

  it('tells what was done to people, quotas and the tenant, and by whom, the newest first', async () => {
    const { owner, tenant } = await hosted.addTenant()
    const member = await hosted.addMember(owner, 'member')
    const { name, email } = await hosted.people.rename(member, 'Mina')
    await hosted.audit.signedIn(member)
    await hosted.people.changeRole(owner, member.userId, 'viewer')
    await hosted.people.changeRole(owner, member.userId, 'viewer')
    const quota = await hosted.quotas.set(owner, { userId: null, window: '7d', tokens: 9 })
    await hosted.quotas.remove(owner, quota.id)
    await hosted.audit.signedOut(member)
    await hosted.people.remove(owner, member.userId)
    const { events } = await hosted.audit.list(owner)
    const told = events.map(({ action, userId, subject, details }) => [action, userId, subject, details])
    const [who, by] = [member.userId, owner.userId]
    const limit = { window: '7d', tokens: 9 }
    expect(told.toReversed()).toEqual([
      ['tenant_created', null, tenant.id, { name: tenant.name, slug: tenant.slug }],
      ['member_joined', null, by, { role: 'owner' }],
      ['invitation_sent', by, expect.any(String), { email, role: 'member' }],
      ['member_joined', who, who, { role: 'member' }],
      ['member_renamed', who, who, { name }],
      ['signed_in', who, who, {}],
      ['member_role_changed', by, who, { from: 'member', to: 'viewer' }],
      ['quota_set', by, quota.id, limit],
      ['quota_removed', by, quota.id, limit],
      ['signed_out', who, who, {}],
      ['member_removed', by, who, { name, role: 'viewer' }],
    ])
    expect(events.find(({ action }) => action === 'signed_in')?.userName).toBeNull()
    expect(events.find(({ action }) => action === 'quota_set')?.userName).not.toBeNull()
  })

  it('comes page by page, filtered by action and user, nothing twice and nothing left out', async () => {
    const { owner } = await hosted.addTenant()
    const admin = await hosted.addMember(owner, 'admin')
    for (let index = 0; index < 7; index++) {
      await hosted.audit.signedIn(owner)
      await hosted.audit.signedIn(admin)
      await hosted.audit.signedOut(admin)
    }
    const all = (await hosted.audit.list(admin, { limit: 200 })).events
    const filter = { action: 'signed_in', userId: admin.userId } as const
    const seen: AuditEvent[] = []
    let cursor: string | null | undefined
    while (cursor !== null) {
      const page = await hosted.audit.list(admin, { ...filter, limit: 3, ...(cursor && { cursor }) })
      seen.push(...page.events)
      cursor = page.nextCursor
    }
    expect(seen).toHaveLength(7)
    expect(seen).toEqual(
      all.filter(({ action, userId }) => action === filter.action && userId === filter.userId),
    )
  })

  it('is for admins alone', async () => {
    const { owner } = await hosted.addTenant()
    const member = await hosted.addMember(owner, 'member')
    expect(await outcomeOf(hosted.audit.list(member))).toBe('forbidden')
    // A token may still say what the role was.
    expect(await outcomeOf(hosted.audit.list({ ...member, role: 'admin' }))).toBe('forbidden')
  })

  it('tells nothing of what was undone', async () => {
    const { owner } = await hosted.addTenant()
    const undone = hosted.database.asTenant(owner, async (tx) => {
      await recordAudit(tx, owner, 'document_purged', owner.userId)
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect((await hosted.audit.list(owner, { action: 'document_purged' })).events).toEqual([])
  })
})

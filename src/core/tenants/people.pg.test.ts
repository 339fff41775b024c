/** Who may change whom, and that a tenant always keeps an owner. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnEachDatabase } from '../../../test/services/database.ts'
import {
  newEmail,
  openOrganisation,
  outcomeOf,
  type TestOrganisation,
} from '../../../test/stand-ins/organisation.ts'
import { roleSchema } from '../../contract/index.ts'
import { createPeople } from './index.ts'

describeOnEachDatabase('people', (open) => {
  let hosted: TestOrganisation
  beforeAll(async () => {
    hosted = await openOrganisation(open)
  })
  afterAll(() => hosted.close())

  it('lists the members with their roles for admins, and for nobody else', async () => {
    const { owner } = await hosted.addTenant()
    const viewer = await hosted.addMember(owner, 'viewer')
    const admin = await hosted.addMember(owner, 'admin')
    const members = await hosted.people.list(admin)
    expect(new Map(members.map(({ userId, role }) => [userId, role]))).toEqual(
      new Map([owner, viewer, admin].map(({ userId, role }) => [userId, role])),
    )
    expect(members.every(({ email, name }) => email === `${name}@example.org`)).toBe(true)
    expect(await outcomeOf(hosted.people.list(viewer))).toBe('forbidden')
  })

  it('lets owners manage everyone, admins those below them, and others nobody', async () => {
    const { owner } = await hosted.addTenant()
    const allowed = []
    for (const by of roleSchema.options) {
      for (const of of roleSchema.options) {
        for (const to of roleSchema.options) {
          const actor = by === 'owner' ? owner : await hosted.addMember(owner, by)
          const target = await hosted.addMember(owner, of)
          const outcome = await outcomeOf(hosted.people.changeRole(actor, target.userId, to))
          if (outcome === 'done') allowed.push(`${by}: ${of} -> ${to}`)
          else expect(outcome).toBe('forbidden')
        }
      }
    }
    const all = roleSchema.options.flatMap((of) => roleSchema.options.map((to) => `owner: ${of} -> ${to}`))
    expect(allowed).toEqual([
      ...all,
      'admin: member -> member',
      'admin: member -> viewer',
      'admin: viewer -> member',
      'admin: viewer -> viewer',
    ])
  })

  it('goes by the role of now, not of the sign-in', async () => {
    const { owner } = await hosted.addTenant()
    const admin = await hosted.addMember(owner, 'admin')
    const member = await hosted.addMember(owner, 'member')
    await hosted.people.changeRole(owner, admin.userId, 'member')
    expect(await outcomeOf(hosted.people.remove(admin, member.userId))).toBe('forbidden')
    await hosted.people.remove(owner, admin.userId)
    expect(await outcomeOf(hosted.people.me(admin))).toBe('forbidden')
  })

  it('neither demotes nor removes the last owner, also when two owners go for each other at once', async () => {
    const { owner } = await hosted.addTenant()
    expect(await outcomeOf(hosted.people.changeRole(owner, owner.userId, 'admin'))).toBe('last_owner')
    expect(await outcomeOf(hosted.people.remove(owner, owner.userId))).toBe('last_owner')
    for (let round = 0; round < 5; round++) {
      const { owner: first } = await hosted.addTenant()
      const second = await hosted.addMember(first, 'owner')
      const outcomes = await Promise.all([
        outcomeOf(hosted.people.changeRole(first, second.userId, 'viewer')),
        outcomeOf(hosted.people.remove(second, first.userId)),
        outcomeOf(hosted.people.remove(first, first.userId)),
        outcomeOf(hosted.people.changeRole(second, second.userId, 'member')),
      ])
      expect(outcomes).toContain('done')
      const left = await hosted.database.asOwner((tx) => tx.query.memberships.findMany())
      const owners = left.filter(({ tenantId, role }) => tenantId === first.tenantId && role === 'owner')
      expect(owners).toHaveLength(1)
    }
  })

  it('ends the sign-ins of whose role changed or who was removed, and again when that failed', async () => {
    const { owner } = await hosted.addTenant()
    const member = await hosted.addMember(owner, 'member')
    hosted.revoked.length = 0
    await hosted.people.changeRole(owner, member.userId, 'viewer')
    await hosted.people.remove(owner, member.userId)
    expect(await outcomeOf(hosted.people.remove(owner, member.userId))).toBe('not_found')
    expect(hosted.revoked).toEqual(Array(3).fill(`${owner.tenantId} ${member.userId}`))

    const seen: number[] = []
    const failing = createPeople({
      database: hosted.database,
      async onRevoked() {
        seen.push((await hosted.people.list(owner)).length)
        throw new Error('no Redis')
      },
    })
    const other = await hosted.addMember(owner, 'member')
    await expect(failing.remove(owner, other.userId)).rejects.toThrow('no Redis')
    // It was told after the commit.
    expect(seen).toEqual([1])
    expect(await outcomeOf(hosted.people.remove(owner, other.userId))).toBe('not_found')
    expect(hosted.revoked).toHaveLength(4)
  })

  it('lets people rename themselves', async () => {
    const { owner, tenant } = await hosted.addTenant()
    const viewer = await hosted.addMember(owner, 'viewer')
    const me = await hosted.people.rename(viewer, 'مینا')
    const { id, slug, name, defaultLanguage } = tenant
    expect(me).toMatchObject({ userId: viewer.userId, name: 'مینا' })
    expect(me.tenant).toEqual({ id, slug, name, defaultLanguage, role: 'viewer' })
    expect((await hosted.people.me(owner)).name).not.toBe('مینا')
  })

  it('lists a user’s tenants, and no others', async () => {
    const [first, second] = [await hosted.addTenant(), await hosted.addTenant()]
    const email = newEmail()
    await hosted.invitations.create(first.owner, { email, role: 'viewer' })
    await hosted.invitations.create(second.owner, { email, role: 'admin' })
    const actor = await hosted.admissions.admit(first.tenant.id, email)
    await hosted.admissions.admit(second.tenant.id, email)
    await hosted.addTenant()
    const own = actor && (await hosted.tenants.listOwn(actor))
    expect(new Map(own?.map(({ id, role }) => [id, role]))).toEqual(
      new Map([
        [first.tenant.id, 'viewer'],
        [second.tenant.id, 'admin'],
      ]),
    )
    const userId = actor?.userId ?? ''
    const there = { tenantId: second.tenant.id, userId, role: 'admin' }
    expect(await hosted.tenants.actorIn(second.tenant.slug, userId)).toEqual(there)
    const { tenant: foreign } = await hosted.addTenant()
    expect(await outcomeOf(hosted.tenants.actorIn(foreign.id, userId))).toBe('not_found')
  })
})

/**
 * Invariant: whatever the people of one tenant do, and whichever ids of another they name, the other sees and keeps all it had, and
 * nothing of it is shown to them.
 */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnEachDatabase } from '../../test/services/database.ts'
import {
  newEmail,
  openOrganisation,
  outcomeOf,
  type TestOrganisation,
} from '../../test/stand-ins/organisation.ts'
import { type Actor, roleSchema } from '../contract/index.ts'
import { createReservations } from './quotas/index.ts'
import { createUsageMeter } from './usage/index.ts'

type Hosted = TestOrganisation
interface Ids {
  readonly userId: string
  readonly invitationId: string
  readonly quotaId: string
  readonly email: string
}

/** Each takes ids that may be of either tenant. */
const operations: Readonly<Record<string, (hosted: Hosted, actor: Actor, ids: Ids) => Promise<unknown>>> = {
  me: ({ people }, actor) => people.me(actor),
  rename: ({ people }, actor) => people.rename(actor, 'Renamed'),
  listMembers: ({ people }, actor) => people.list(actor),
  changeRole: ({ people }, actor, { userId }) => people.changeRole(actor, userId, 'viewer'),
  promote: ({ people }, actor, { userId }) => people.changeRole(actor, userId, 'owner'),
  removeMember: ({ people }, actor, { userId }) => people.remove(actor, userId),
  listInvitations: ({ invitations }, actor) => invitations.list(actor),
  invite: ({ invitations }, actor, { email }) => invitations.create(actor, { email, role: 'viewer' }),
  revoke: ({ invitations }, actor, { invitationId }) => invitations.revoke(actor, invitationId),
  listQuotas: ({ quotas }, actor) => quotas.list(actor),
  setQuota: ({ quotas }, actor, { userId }) => quotas.set(actor, { userId, window: '24h', tokens: 1 }),
  limitTenant: ({ quotas }, actor) => quotas.set(actor, { userId: null, window: '7d', tokens: 1 }),
  removeQuota: ({ quotas }, actor, { quotaId }) => quotas.remove(actor, quotaId),
  reserve: ({ database }, actor) => createReservations({ database }).reserve(actor, { least: 1, most: 5 }),
  changeTenant: ({ tenants }, actor) =>
    tenants.change(actor, { name: 'Changed', allowedDomains: ['example.org'], allowedModels: [] }),
  getTenant: ({ tenants }, actor) => tenants.get(actor),
  readAudit: ({ audit }, actor) => audit.list(actor),
  readAuditOf: ({ audit }, actor, { userId }) => audit.list(actor, { userId }),
  usageByUser: (hosted, actor) => hosted.usageByUser(actor),
  signedIn: ({ audit }, actor) => audit.signedIn(actor),
  admit: ({ admissions }, actor, { email }) => admissions.admit(actor.tenantId, email),
}

describeOnEachDatabase('an organisation', (open) => {
  let hosted: Hosted
  beforeAll(async () => {
    hosted = await openOrganisation(open)
  })
  afterAll(() => hosted.close())

  async function furnish() {
    const { owner } = await hosted.addTenant()
    const member = await hosted.addMember(owner, 'member')
    const invitation = await hosted.invitations.create(owner, { email: newEmail(), role: 'member' })
    const quota = await hosted.quotas.set(owner, { userId: member.userId, window: '7d', tokens: 77 })
    const spent = {
      kind: 'answer',
      model: 'm',
      promptTokens: 3,
      completionTokens: 4,
      counted: false,
    } as const
    await createUsageMeter(hosted).record(member, spent)
    const { email } = await hosted.people.me(member)
    const ids = { userId: member.userId, invitationId: invitation.id, quotaId: quota.id, email: email ?? '' }
    return { owner, member, ids }
  }

  /** All that a tenant's owner can read. */
  const everything = async (owner: Actor) => ({
    tenant: await hosted.tenants.get(owner),
    members: await hosted.people.list(owner),
    invitations: await hosted.invitations.list(owner),
    quotas: await hosted.quotas.list(owner),
    audit: await hosted.audit.list(owner, { limit: 200 }),
    usage: await hosted.usageByUser(owner),
  })

  it('is neither seen nor changed by another', async () => {
    const step = fc.record({
      operation: fc.constantFrom(...Object.keys(operations)),
      by: fc.constantFrom('owner' as const, 'member' as const),
      /** What the token claims; the core goes by what is. */
      claims: fc.constantFrom(...roleSchema.options),
      named: fc.constantFrom('own' as const, 'theirs' as const, 'none' as const),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 15 }), async (steps) => {
        const [ours, theirs] = [await furnish(), await furnish()]
        const before = await everything(theirs.owner)
        const secrets = [theirs.owner.tenantId, ...Object.values(theirs.ids), theirs.owner.userId]
        const none: Ids = {
          ...{ userId: randomUUID(), invitationId: randomUUID(), quotaId: randomUUID(), email: newEmail() },
        }
        // Whoever names someone's address may invite them: then they are one of theirs as well.
        const known = steps.some(({ named }) => named === 'theirs')
          ? [theirs.ids.email, theirs.ids.userId]
          : []
        const revokedBefore = hosted.revoked.length
        for (const { operation, by, claims, named } of steps) {
          const actor = { ...ours[by], role: claims }
          const ids = { own: ours.ids, theirs: theirs.ids, none }[named]
          const call = operations[operation]?.(hosted, actor, ids) ?? Promise.reject(new Error(operation))
          const shown = JSON.stringify(await call.catch((error: Error) => error.message))
          const hidden = secrets.filter((secret) => ![...known, ...Object.values(ids)].includes(secret))
          expect(hidden.filter((secret) => shown?.includes(secret))).toEqual([])
        }
        const foreign = hosted.revoked
          .slice(revokedBefore)
          .filter((entry) => !entry.startsWith(ours.owner.tenantId))
        expect(foreign).toEqual([])
        expect(await everything(theirs.owner)).toEqual(before)
      }),
      { numRuns: 15 },
    )
  })

  it('says the same of another tenant’s rows as of rows that are not', async () => {
    const [ours, theirs] = [await furnish(), await furnish()]
    for (const name of ['changeRole', 'removeMember', 'revoke', 'setQuota', 'removeQuota']) {
      const operation = operations[name]
      expect([name, operation && (await outcomeOf(operation(hosted, ours.owner, theirs.ids)))]).toEqual([
        name,
        'not_found',
      ])
    }
  })

  it('lets nobody act in a tenant that they are no member of, whatever their token says', async () => {
    const [ours, theirs] = [await furnish(), await furnish()]
    const intruder: Actor = { ...ours.owner, tenantId: theirs.owner.tenantId }
    const left = ['reserve', 'signedIn', 'admit']
    for (const [name, operation] of Object.entries(operations).filter(([each]) => !left.includes(each)))
      expect([name, await outcomeOf(operation(hosted, intruder, theirs.ids))]).toEqual([name, 'forbidden'])
  })
})

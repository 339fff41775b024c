/** The routes that only a hosted workspace has, through the router as every shell mounts it. */
import { ORPCError } from '@orpc/server'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestCore, type TestCore } from '../../../test/integration/workspace.ts'
import { newEmail, openOrganisation, type TestOrganisation } from '../../../test/stand-ins/organisation.ts'
import { type Actor, type ErrorCode, errorTable, organisationContract } from '../../contract/index.ts'
import { createLocalClient } from '../index.ts'

let local: TestCore
let hosted: TestOrganisation
beforeAll(async () => {
  ;[local, hosted] = [await openTestCore(), await openOrganisation()]
})
afterAll(async () => {
  await local.close()
  await hosted.close()
})

const clientOf = (actor: Actor) => createLocalClient({ core: { ...local.core, organisation: hosted }, actor })

async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call
    return 'done'
  } catch (error) {
    if (!(error instanceof ORPCError)) throw error
    expect(error.status).toBe(errorTable[error.code as ErrorCode].status)
    return error.code
  }
}

it('answers a local workspace that it has none of it', async () => {
  const client = createLocalClient({ core: local.core, actor: local.actor })
  const id = local.actor.userId
  const calls = [
    ...[client.me.get(), client.me.rename({ name: 'X' }), client.tenants(), client.tenant.get()],
    ...[client.tenant.change({}), client.members.list(), client.members.remove({ userId: id })],
    ...[client.members.changeRole({ userId: id, role: 'viewer' }), client.invitations.list()],
    ...[client.invitations.create({ email: newEmail(), role: 'viewer' }), client.invitations.revoke({ id })],
    ...[client.quotas.list(), client.quotas.set({ userId: null, window: '24h', tokens: 1 })],
    ...[client.quotas.remove({ id }), client.audit({}), client.usageByUser()],
  ]
  const operations = Object.values(organisationContract).flatMap((part) =>
    '~orpc' in part ? [part] : Object.values(part),
  )
  expect(calls).toHaveLength(operations.length)
  expect(new Set(await Promise.all(calls.map(codeOf)))).toEqual(new Set(['not_hosted']))
})

it('manages an organisation from the first owner to the audit log', async () => {
  const { owner, tenant } = await hosted.addTenant()
  const client = clientOf(owner)
  await client.tenant.change({ name: 'Acme', allowedDomains: ['Corp.Example'] })
  expect(await client.tenant.get()).toMatchObject({ name: 'Acme', allowedDomains: ['corp.example'] })
  const { email } = await client.invitations.create({ email: ' Mina@Example.ORG', role: 'viewer' })
  expect(email).toBe('mina@example.org')
  const viewer = await hosted.admissions.admit(tenant.id, email)
  if (!viewer) throw new Error('not let in')
  expect(await clientOf(viewer).me.rename({ name: 'Mina' })).toMatchObject({ name: 'Mina', email })
  expect(await codeOf(clientOf(viewer).members.list())).toBe('forbidden')
  const { userId } = viewer
  expect(await client.members.changeRole({ userId, role: 'admin' })).toMatchObject({ role: 'admin' })
  const quota = await clientOf({ ...viewer, role: 'admin' }).quotas.set({ userId, window: '24h', tokens: 5 })
  expect(await client.quotas.list()).toEqual([quota])
  await client.quotas.remove({ id: quota.id })
  await client.members.remove({ userId })
  expect(await codeOf(client.members.changeRole({ userId: owner.userId, role: 'viewer' }))).toBe('last_owner')
  const { events } = await client.audit({ limit: 2 })
  expect(events.map(({ action }) => action)).toEqual(['member_removed', 'quota_removed'])
})

it('checks what it is given', async () => {
  const { owner } = await hosted.addTenant()
  const client = clientOf(owner)
  const calls = [
    client.invitations.create({ email: 'nobody', role: 'viewer' }),
    client.tenant.change({ allowedDomains: ['*'] }),
    client.quotas.set({ userId: null, window: '24h', tokens: -1 }),
    client.audit({ limit: 1_000 }),
    client.me.rename({ name: ' ' }),
  ]
  expect(new Set(await Promise.all(calls.map(codeOf)))).toEqual(new Set(['bad_request']))
})

it('keeps documents, folders and settings from those whose role is too low', async () => {
  const as = (role: Actor['role']) => createLocalClient({ core: local.core, actor: { ...local.actor, role } })
  const folder = { id: local.actor.userId, name: 'Folder', parentId: null }
  const file = new File(['no PDF'], 'a.pdf')
  expect(await codeOf(as('viewer').folders.create(folder))).toBe('forbidden')
  expect(await codeOf(as('viewer').documents.add({ file, name: 'a.pdf' }))).toBe('forbidden')
  expect(await codeOf(as('viewer').documents.list())).toBe('done')
  expect(await codeOf(as('member').folders.create(folder))).toBe('done')
  expect(await codeOf(as('member').models.test({ source: 'endpoint' }))).toBe('forbidden')
  expect(await codeOf(as('member').settings.set({ language: 'fa' }))).toBe('forbidden')
  expect(await codeOf(as('admin').settings.set({ language: 'fa' }))).toBe('done')
})

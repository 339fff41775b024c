/** What each role may do in the core. */
import { expect, it } from 'vitest'
import { type Actor, AppError, type Role, roleSchema } from '../../contract/index.ts'
import { hasRole, withRoles } from './index.ts'

it('orders the roles: each may do what those after it may', () => {
  const roles = roleSchema.options
  for (const [rank, role] of roles.entries())
    expect(roles.map((least) => hasRole(role, least))).toEqual(roles.map((_, other) => other >= rank))
})

const done = async (...given: readonly unknown[]) => given
const [documents, folders, annotations, chats, settings] = [
  {
    add: done,
    rename: done,
    move: done,
    remove: done,
    restore: done,
    purge: done,
    retry: done,
    cancel: done,
    tag: done,
    list: done,
  },
  { create: done, rename: done, move: done, remove: done, restore: done, list: done },
  { add: done, edit: done, remove: done, list: done },
  { share: done, list: done },
  { set: done, get: () => 'settings' },
]

it.each<[Role, boolean, boolean]>([
  ['viewer', false, false],
  ['member', true, false],
  ['admin', true, true],
  ['owner', true, true],
])('lets a %s change documents: %s, settings: %s', async (role, changesDocuments, changesSettings) => {
  const actor: Actor = { tenantId: 't', userId: 'u', role }
  const core = withRoles({ documents, folders, annotations, chats, settings, search: done })
  for (const part of [core.documents, core.folders, core.annotations, core.chats])
    for (const [name, call] of Object.entries(part))
      expect([name, await outcome(call(actor, 1, 2))]).toEqual([
        name,
        changesDocuments || name === 'list' ? [actor, 1, 2] : 'forbidden',
      ])
  expect(await outcome(core.settings.set(actor, 1))).toEqual(changesSettings ? [actor, 1] : 'forbidden')
  expect(core.settings.get()).toBe('settings')
  expect(core.search).toBe(done)
})

const outcome = (call: Promise<unknown>) =>
  call.catch((error: unknown) => (error instanceof AppError ? error.code : error))

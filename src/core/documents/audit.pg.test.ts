/** What the audit log tells about documents. */
import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnEachDatabase } from '../../../test/services/database.ts'
import { openOrganisation, type TestOrganisation } from '../../../test/stand-ins/organisation.ts'
import type { Actor } from '../../contract/index.ts'
import { documents } from '../database/index.ts'
import { createMutator, type Mutator } from '../mutations/index.ts'
import { purgeBin, removeDocuments, restoreDocuments } from './document-mutations.ts'
import { createDocumentStore, type DocumentStore, insertOnce } from './document-store.ts'
import { createFolder, removeFolder, restoreFolder } from './folder-mutations.ts'

describeOnEachDatabase('the audit log of documents', (open) => {
  let hosted: TestOrganisation
  let store: DocumentStore
  let mutator: Mutator
  beforeAll(async () => {
    hosted = await openOrganisation(open)
    store = createDocumentStore(hosted.database)
    mutator = createMutator(hosted)
  })
  afterAll(() => hosted.close())

  const add = (actor: Actor, id: string, sha256 = hashLike(id), folderId: string | null = null) =>
    hosted.database.asTenant(actor, (tx) =>
      insertOnce(tx, actor, {
        ...{ tenantId: actor.tenantId, id, folderId, name: `${id}.pdf`, sha256, bytes: 1 },
        ...{ status: 'queued', createdBy: actor.userId },
      }),
    )
  const told = async (owner: Actor) => {
    const { events } = await hosted.audit.list(owner)
    return events
      .filter(({ action }) => action.startsWith('document_'))
      .map(({ action, userId, subject, details }) => [action, userId, subject, details] as const)
      .toReversed()
  }

  it('tells who added, retried, removed, restored and purged each, once', async () => {
    const { owner } = await hosted.addTenant()
    const member = await hosted.addMember(owner, 'member')
    const [a, b] = [randomUUID(), randomUUID()]
    await add(member, a)
    await add(member, b)
    // The same bytes again change nothing.
    await add(owner, randomUUID(), hashLike(a))
    await store.settle(member, a, 'cancelled', null)
    await store.reopen(owner, a)
    await store.reopen(owner, a)
    await mutator.mutate(owner, removeDocuments, { ids: [a, b] })
    await mutator.mutate(owner, removeDocuments, { ids: [a, b] })
    await mutator.mutate(member, restoreDocuments, { ids: [b] })
    await add(member, randomUUID(), hashLike(a))
    await mutator.mutate(owner, removeDocuments, { ids: [a] })
    await mutator.mutate(owner, purgeBin, { documentIds: [a], folderIds: [] })
    const [by, who] = [owner.userId, member.userId]
    const events = Map.groupBy(await told(owner), ([, , subject]) => subject)
    expect(events.get(a)).toEqual([
      ['document_added', who, a, {}],
      ['document_retried', by, a, {}],
      ['document_removed', by, a, {}],
      ['document_restored', who, a, {}],
      ['document_removed', by, a, {}],
      ['document_purged', by, a, { name: `${a}.pdf` }],
    ])
    expect(events.get(b)).toEqual([
      ['document_added', who, b, {}],
      ['document_removed', by, b, {}],
      ['document_restored', who, b, {}],
    ])
  })

  it('tells of each that went to the bin with its folder and came back with it', async () => {
    const { owner } = await hosted.addTenant()
    const folder = await mutator.mutate(owner, createFolder, {
      id: randomUUID(),
      name: 'Folder',
      parentId: null,
    })
    const id = randomUUID()
    await add(owner, id, undefined, folder.id)
    await mutator.mutate(owner, removeFolder, { id: folder.id })
    await mutator.mutate(owner, restoreFolder, { id: folder.id })
    expect((await told(owner)).map(([action]) => action)).toEqual([
      'document_added',
      'document_removed',
      'document_restored',
    ])
  })

  it('tells each tenant what was purged after its time, as done by nobody', async () => {
    const owners = [(await hosted.addTenant()).owner, (await hosted.addTenant()).owner]
    const ids = [randomUUID(), randomUUID()] as const
    await add(owners[0] as Actor, ids[0])
    await add(owners[1] as Actor, ids[1])
    await hosted.database.asOwner((tx) =>
      tx.update(documents).set({ deletedAt: sql`now() - interval '31 days'` }),
    )
    await store.purgeOlderThan(30)
    for (const [index, owner] of owners.entries()) {
      const id = ids[index]
      expect((await told(owner)).at(-1)).toEqual(['document_purged', null, id, { name: `${id}.pdf` }])
    }
  })
})

const hashLike = (id: string) => id.replaceAll('-', '').padEnd(64, '0')

/** Invariant: whatever lies in a folder, removing it and restoring it leaves the library and the bin exactly as they were. */
import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { describeOnEachDatabase } from '../../../test/services/database.ts'
import { openWorkspace, type TestWorkspace } from '../../../test/stand-ins/workspace.ts'
import type { Actor } from '../../contract/index.ts'
import { documents, folders } from '../database/index.ts'
import { createMutator, type Mutator } from '../mutations/index.ts'
import { removeDocuments, restoreDocuments } from './document-mutations.ts'
import { createDocumentStore, insertOnce } from './document-store.ts'
import { createFolder, removeFolder, restoreFolder } from './folder-mutations.ts'

describeOnEachDatabase('the bin', (open) => {
  let workspace: TestWorkspace
  let mutator: Mutator
  beforeEach(async () => {
    workspace = await openWorkspace(open)
    mutator = createMutator(workspace)
  })
  afterEach(() => workspace.close())

  async function addDocument(actor: Actor, folderId: string | null): Promise<string> {
    const id = randomUUID()
    const sha256 = id.replaceAll('-', '').padEnd(64, '0')
    await workspace.database.asTenant(actor, (tx) =>
      insertOnce(tx, actor, {
        ...{ tenantId: actor.tenantId, id, folderId, name: 'a.pdf', sha256, bytes: 1 },
        ...{ status: 'ready', createdBy: actor.userId },
      }),
    )
    return id
  }

  async function addFolder(actor: Actor, parentId: string | null): Promise<string> {
    const { id } = await mutator.mutate(actor, createFolder, { id: randomUUID(), name: 'Folder', parentId })
    return id
  }

  /** Where everything is, and since when; the time of a change is no part of it. */
  const library = (actor: Actor) =>
    workspace.database.asTenant(actor, async (tx) => ({
      documents: await tx
        .select({ id: documents.id, folderId: documents.folderId, deletedAt: sql`deleted_at::text` })
        .from(documents)
        .orderBy(documents.id),
      folders: await tx
        .select({ id: folders.id, parentId: folders.parentId, deletedAt: sql`deleted_at::text` })
        .from(folders)
        .orderBy(folders.id),
    }))

  it('gives a folder back as it was', async () => {
    await fc.assert(
      fc.asyncProperty(
        // The parent of each folder is one made before it, or the top; so with documents, some of which are in the bin already.
        fc.array(fc.nat(5), { minLength: 1, maxLength: 6 }),
        fc.array(fc.record({ folder: fc.nat(6), inBin: fc.boolean() }), { maxLength: 6 }),
        fc.nat(5),
        async (parents, places, chosen) => {
          const actor = await workspace.addActor()
          const ids: string[] = []
          for (const parent of parents) ids.push(await addFolder(actor, ids[parent] ?? null))
          for (const { folder, inBin } of places) {
            const id = await addDocument(actor, ids[folder] ?? null)
            if (inBin) await mutator.mutate(actor, removeDocuments, { ids: [id] })
          }
          const before = await library(actor)
          const id = ids[chosen % ids.length] ?? ''
          const removed = await mutator.mutate(actor, removeFolder, { id: id })
          const restored = await mutator.mutate(actor, restoreFolder, { id: id })
          expect(restored.documentIds.toSorted()).toEqual(removed.documentIds.toSorted())
          expect(await library(actor)).toEqual(before)
        },
      ),
      { numRuns: 25 },
    )
  })

  it('gives documents back as they were, each once', async () => {
    const actor = await workspace.addActor()
    const ids = [await addDocument(actor, await addFolder(actor, null)), await addDocument(actor, null)]
    const before = await library(actor)
    expect(await mutator.mutate(actor, removeDocuments, { ids: ids })).toHaveLength(2)
    expect(await mutator.mutate(actor, removeDocuments, { ids: ids })).toEqual([])
    expect(await mutator.mutate(actor, restoreDocuments, { ids: ids })).toHaveLength(2)
    expect(await mutator.mutate(actor, restoreDocuments, { ids: ids })).toEqual([])
    expect(await library(actor)).toEqual(before)
  })

  it('is none of another tenant’s business', async () => {
    const [owner, other] = [await workspace.addActor(), await workspace.addActor()]
    const folder = await addFolder(owner, null)
    const document = await addDocument(owner, folder)
    const before = await library(owner)
    expect(await mutator.mutate(other, removeDocuments, { ids: [document] })).toEqual([])
    await expect(mutator.mutate(other, removeFolder, { id: folder })).rejects.toMatchObject({
      code: 'not_found',
    })
    expect(await library(owner)).toEqual(before)
  })

  it('lets go of what has been in it for more than 30 days', async () => {
    const actor = await workspace.addActor()
    const [old, recent] = [await addFolder(actor, null), await addFolder(actor, null)]
    const [expired, young] = [await addDocument(actor, old), await addDocument(actor, recent)]
    for (const id of [old, recent]) await mutator.mutate(actor, removeFolder, { id: id })
    await workspace.database.asOwner(async (tx) => {
      const deletedAt = sql`now() - interval '31 days'`
      await tx.update(folders).set({ deletedAt }).where(eq(folders.id, old))
      await tx.update(documents).set({ deletedAt }).where(eq(documents.id, expired))
    })
    expect(await createDocumentStore(workspace.database).purgeOlderThan(30)).toMatchObject([{ id: expired }])
    expect(await library(actor)).toMatchObject({ documents: [{ id: young }], folders: [{ id: recent }] })
  })
})

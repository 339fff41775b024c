/** Invariant: what is done to documents shows, now or once they are restored, or is refused. */
import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnEachDatabase } from '../../../test/services/database.ts'
import { openWorkspace, type TestWorkspace } from '../../../test/stand-ins/workspace.ts'
import type { Actor, MutationArgs } from '../../contract/index.ts'
import { documents } from '../database/index.ts'
import { createMutator, type Mutator } from '../mutations/index.ts'
import {
  addDocument,
  moveDocuments,
  purgeBin,
  removeDocuments,
  restoreDocuments,
  tagDocuments,
} from './document-mutations.ts'
import { createFolder } from './folder-mutations.ts'

describeOnEachDatabase('documents', (open) => {
  let workspace: TestWorkspace
  let mutator: Mutator
  beforeAll(async () => {
    workspace = await openWorkspace(open)
    mutator = createMutator(workspace)
  })
  afterAll(() => workspace.close())

  async function add(actor: Actor): Promise<string> {
    const id = randomUUID()
    const sha256 = id.replaceAll('-', '').padEnd(64, '0')
    const args: MutationArgs<'document.add'> = { id, name: 'a.pdf', folderId: null, sha256, bytes: 1 }
    await mutator.mutate(actor, addDocument, args)
    return id
  }

  const rowOf = async (actor: Actor, id: string) => {
    const [row] = await workspace.database.asTenant(actor, (tx) =>
      tx.select().from(documents).where(eq(documents.id, id)),
    )
    return row
  }

  it('are tagged and moved in the bin, where no window is told, and come back so', async () => {
    const actor = await workspace.addActor()
    const folder = await mutator.mutate(actor, createFolder, {
      ...{ id: randomUUID(), name: 'Filings', parentId: null },
    })
    const [id, shown] = [await add(actor), await add(actor)]
    await mutator.mutate(actor, removeDocuments, { ids: [id] })
    const ids = [id, shown]
    expect(await mutator.mutate(actor, tagDocuments, { ids, add: ['wind'], remove: [] })).toMatchObject([
      { id: shown },
    ])
    expect(await mutator.mutate(actor, moveDocuments, { ids, folderId: folder.id })).toMatchObject([
      { id: shown },
    ])
    expect(await mutator.mutate(actor, restoreDocuments, { ids: [id] })).toMatchObject([
      { id, tags: ['wind'], folderId: folder.id },
    ])
  })

  it('are none where they were deleted for good: what is done to them is refused', async () => {
    const actor = await workspace.addActor()
    const [gone, kept] = [await add(actor), await add(actor)]
    await mutator.mutate(actor, removeDocuments, { ids: [gone] })
    await mutator.mutate(actor, purgeBin, { documentIds: [gone], folderIds: [] })
    const all = (ids: string[]) => [
      () => mutator.mutate(actor, tagDocuments, { ids, add: ['wind'], remove: [] }),
      () => mutator.mutate(actor, moveDocuments, { ids, folderId: null }),
      () => mutator.mutate(actor, restoreDocuments, { ids }),
    ]
    for (const change of all([gone]))
      await expect(change()).rejects.toMatchObject({
        code: 'not_found',
        details: { kind: 'document', id: gone },
      })
    // What is gone for good is in no need of the bin.
    expect(await mutator.mutate(actor, removeDocuments, { ids: [gone] })).toEqual([])
    // With others that are there, it is done to those.
    for (const change of all([gone, kept])) await change()
    expect(await rowOf(actor, kept)).toMatchObject({ tags: ['wind'], deletedAt: null })
  })

  it('leave the bin at once, more of them than a query has parameters', async () => {
    const actor = await workspace.addActor()
    const id = await add(actor)
    await mutator.mutate(actor, removeDocuments, { ids: [id] })
    const others = Array.from({ length: 70_000 }, () => randomUUID())
    const args = { documentIds: [...others, id], folderIds: others }
    expect(await mutator.mutate(actor, purgeBin, args)).toMatchObject([{ id }])
  })
})

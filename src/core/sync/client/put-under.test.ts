/** What waits is done again only where the server's answer asks for it; that it comes to the same is for convergence.test.ts. */
import { asc, eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../../../test/services/database.ts'
import { createBlobMemory } from '../../../../test/sync/blob-memory.ts'
import type { Actor, MutationName } from '../../../contract/index.ts'
import { allMutations } from '../../all-mutations.ts'
import { type Database, folders } from '../../database/index.ts'
import { folderMutations } from '../../documents/index.ts'
import { createMutator, type Mutator } from '../../mutations/index.ts'
import { ensureTenant } from '../../tenants/index.ts'
import { createAnswerSync } from '../server/answer-sync.ts'
import { createSyncClient, joinSync, type SyncClient } from './client.ts'
import { recordInOutbox } from './outbox.ts'

const [createFolder, renameFolder] = folderMutations
const BATCH = 7
const MADE = 20

describe('changes that wait behind those that are sent', () => {
  let actor: Actor
  let server: Database
  let laptop: Database
  beforeAll(async () => {
    ;[server, laptop] = await Promise.all([openTestDatabase(), openTestDatabase()])
  })
  afterAll(() => Promise.all([server?.close(), laptop?.close()]))

  let there: Mutator
  let here: Mutator
  let client: SyncClient
  /** The mutations that the client did, beside its user. */
  let done: MutationName[]
  beforeEach(async () => {
    actor = { tenantId: uuidv7(), userId: uuidv7(), role: 'owner' }
    const [tenant, user] = [
      { id: actor.tenantId, name: '' },
      { id: actor.userId, name: '' },
    ]
    for (const database of [server, laptop]) await ensureTenant(database, { tenant, user })
    await laptop.asTenant(actor, (tx) => joinSync(tx, actor))
    there = createMutator({ database: server })
    here = createMutator({ database: laptop, record: recordInOutbox })
    done = []
    const answer = createAnswerSync({
      ...{ database: server, mutator: there, mutations: allMutations, blobs: () => createBlobMemory() },
      onError: (error) => {
        throw error
      },
    })
    client = createSyncClient({
      ...{ database: laptop, actor, batchSize: BATCH },
      mutations: allMutations.map((mutation) => ({
        ...mutation,
        apply(tx, who, args) {
          done.push(mutation.name)
          return mutation.apply(tx, who, args)
        },
      })),
      transport: { exchange: (request) => answer(actor, request), sendBlob: async () => {} },
    })
    while ((await exchange()).more);
  })
  const exchange = () => client.exchange(new AbortController().signal)
  const rowsOf = (database: Database) =>
    database.asTenant(actor, (tx) =>
      tx
        .select({ id: folders.id, name: folders.name, at: folders.updatedAt, parentId: folders.parentId })
        .from(folders)
        .where(eq(folders.tenantId, actor.tenantId))
        .orderBy(asc(folders.id)),
    )

  /** Makes folders, and renames each while its making may have been sent already. */
  async function makeFolders(): Promise<string[]> {
    const ids = Array.from({ length: MADE }, () => uuidv7())
    for (const id of ids) await here.mutate(actor, createFolder, { id, name: 'New folder', parentId: null })
    for (const id of ids) await here.mutate(actor, renameFolder, { id, name: `Folder ${id}` })
    return ids
  }

  it('stand as they are while the server does what was done here', async () => {
    await makeFolders()
    while ((await exchange()).more);
    expect(done).toEqual([])
    const rows = await rowsOf(laptop)
    expect(rows).toHaveLength(MADE)
    // With the times of the server, too.
    expect(rows).toEqual(await rowsOf(server))
  })

  it('are done again on top of what others have done', async () => {
    const ids = await makeFolders()
    await exchange()
    const other = uuidv7()
    await there.mutate(actor, createFolder, { id: other, name: 'Theirs', parentId: null })
    await there.mutate(actor, renameFolder, { id: ids[0] ?? '', name: 'Theirs, too' })
    await exchange()
    expect(done).toContain('folder.rename')
    const names = new Map((await rowsOf(laptop)).map(({ id, name }) => [id, name]))
    expect(names.get(other)).toBe('Theirs')
    expect(names.get(ids[0] ?? '')).toBe(`Folder ${ids[0]}`)
    while ((await exchange()).more);
    expect(await rowsOf(laptop)).toEqual(await rowsOf(server))
  })
})

/** How long a client trusts that the server has a file; what it sends and keeps besides is tried in convergence.test.ts. */
import { v7 as uuidv7 } from 'uuid'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openTestDatabase } from '../../../../test/services/database.ts'
import { type Actor, AppError } from '../../../contract/index.ts'
import { allMutations } from '../../all-mutations.ts'
import type { Database } from '../../database/index.ts'
import { documentMutations } from '../../documents/index.ts'
import { createMutator } from '../../mutations/index.ts'
import { ensureTenant } from '../../tenants/index.ts'
import { createSyncClient, joinSync, type SyncClient } from './client.ts'
import { recordInOutbox } from './outbox.ts'

const [addDocument] = documentMutations
const HOUR_MS = 3_600_000
const sha256 = 'a'.repeat(64)

describe('a file that was sent ahead of its document', () => {
  let laptop: Database
  beforeAll(async () => {
    laptop = await openTestDatabase()
  })
  afterAll(() => laptop?.close())
  afterEach(() => vi.restoreAllMocks())

  let client: SyncClient
  beforeEach(async () => {
    const actor: Actor = { tenantId: uuidv7(), userId: uuidv7(), role: 'member' }
    const [tenant, user] = [
      { id: actor.tenantId, name: '' },
      { id: actor.userId, name: '' },
    ]
    await ensureTenant(laptop, { tenant, user })
    await laptop.asTenant(actor, (tx) => joinSync(tx, actor))
    const here = createMutator({ database: laptop, record: recordInOutbox })
    const document = { id: uuidv7(), name: 'Report.pdf', folderId: null, sha256, bytes: 1 }
    await here.mutate(actor, addDocument, document)
    client = createSyncClient({
      ...{ database: laptop, actor, mutations: allMutations },
      transport: {
        exchange: () => Promise.reject(new AppError('server_unreachable')),
        sendBlob: () => Promise.resolve(),
      },
    })
    await client.sendFile(sha256, new AbortController().signal)
    expect(await client.filesToSend()).toEqual([])
  })

  it('is asked for again after a failure, however long that lasts', async () => {
    await expect(client.exchange(new AbortController().signal)).rejects.toMatchObject({
      code: 'server_unreachable',
    })
    expect(await client.filesToSend()).toEqual([sha256])
  })

  it('is asked for again a day later', async () => {
    const sentAt = Date.now()
    const clock = vi.spyOn(Date, 'now').mockReturnValue(sentAt + 23 * HOUR_MS)
    expect(await client.filesToSend()).toEqual([])
    clock.mockReturnValue(sentAt + 25 * HOUR_MS)
    expect(await client.filesToSend()).toEqual([sha256])
  })
})

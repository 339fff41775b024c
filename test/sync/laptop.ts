/** A laptop with a database and files of its own that syncs with a hosted server over HTTP. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import type { Actor, MutationArgs, MutationName, SyncedRows } from '../../src/contract/index.ts'
import { allMutations } from '../../src/core/all-mutations.ts'
import { type BlobStore, openBlobFolder } from '../../src/core/blobs/index.ts'
import type { Database } from '../../src/core/database/index.ts'
import { createMutator } from '../../src/core/mutations/index.ts'
import { INDEX_VERSION } from '../../src/core/retrieval/index.ts'
import {
  createHttpTransport,
  createSyncClient,
  fetchTexts,
  joinSync,
  type Rejection,
  recordInOutbox,
  rejections,
} from '../../src/core/sync/index.ts'
import { ensureTenant } from '../../src/core/tenants/index.ts'
import { openTestDatabase } from '../services/database.ts'
import { heldRows } from './held-rows.ts'

export interface Laptop {
  readonly actor: Actor
  readonly database: Database
  readonly blobs: BlobStore
  perform<Name extends MutationName>(name: Name, args: MutationArgs<Name>): Promise<void>
  /** Adds a file, as dropping it would; returns the id it has here. */
  addFile(name: string, bytes: Uint8Array): Promise<string>
  exchange(): Promise<boolean>
  /** Until there is nothing more to send or fetch. */
  sync(): Promise<void>
  /** The texts of documents that only the server has read; how many there were. */
  fetchTexts(space: string | null): Promise<number>
  /** All that it has, be its user to see it or not. */
  rows(): Promise<SyncedRows>
  rejections(): Promise<readonly Rejection[]>
  close(): Promise<void>
}

/** `urlOf` is asked at each exchange: a laptop may meet any process of the server. */
export async function openLaptop(
  { tenantId, userId, role }: Actor,
  token: string,
  urlOf: () => string,
): Promise<Laptop> {
  const actor: Actor = { tenantId, userId, role }
  const folder = await mkdtemp(join(tmpdir(), 'docuchat-laptop-'))
  const database = await openTestDatabase()
  const blobs = openBlobFolder(folder)
  await ensureTenant(database, { tenant: { id: tenantId, name: '' }, user: { id: userId, name: '' } })
  await database.asTenant(actor, (tx) => joinSync(tx, actor))
  const mutator = createMutator({ database, record: recordInOutbox })
  const never = new AbortController().signal

  const transportNow = () => createHttpTransport({ url: urlOf(), tenantId, token: () => token, blobs })
  const exchange = async () => {
    const transport = transportNow()
    const client = createSyncClient({ database, actor, mutations: allMutations, transport })
    for (const sha256 of await client.filesToSend()) await client.sendFile(sha256, never)
    return (await client.exchange(never)).more
  }
  const perform: Laptop['perform'] = async (name, args) => {
    const mutation = allMutations.find((one) => one.name === name)
    if (mutation) await mutator.mutate(actor, mutation, args as never)
  }
  return {
    ...{ actor, blobs, database, exchange, perform },
    async addFile(name, bytes) {
      const { sha256 } = await blobs.put(new Blob([Uint8Array.from(bytes)]).stream(), bytes.byteLength)
      const id = uuidv7()
      await perform('document.add', { id, name, folderId: null, sha256, bytes: bytes.byteLength })
      return id
    },
    async sync() {
      while (await exchange());
    },
    async fetchTexts(space) {
      const parts = { database, actor, derived: transportNow().derived, space, indexVersion: INDEX_VERSION }
      let count = 0
      for await (const _ of fetchTexts(parts, never)) count++
      return count
    },
    rows: () => database.asTenant(actor, (tx) => heldRows(tx, tenantId)),
    rejections: () => database.asTenant(actor, (tx) => rejections(tx, actor)),
    async close() {
      await database.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

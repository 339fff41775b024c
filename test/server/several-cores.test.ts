/** What holds between processes, each with its own connections to one Postgres and one Redis: a sender that only takes in, and a worker. */
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Actor, AppError, type Change, type DocumentEvent } from '../../src/contract/index.ts'
import { type BlobStore, openTenantFolders } from '../../src/core/blobs/index.ts'
import { ensureTenant } from '../../src/core/tenants/index.ts'
import { encryptedPdf, textPdf } from '../fixtures/pdf.ts'
import { type HostedCore, openHostedCore } from '../integration/hosted-core.ts'
import { createEmptyPostgres } from '../services/empty-postgres.ts'
import { type OpenAIServer, startOpenAIServer } from '../stand-ins/openai-server.ts'
import { isMissing, services } from './hosted.ts'

describe.skipIf(isMissing)('a sender and a worker', () => {
  let postgres: Awaited<ReturnType<typeof createEmptyPostgres>>
  let folder: string
  let openai: OpenAIServer
  let sender: HostedCore
  let worker: HostedCore
  /** What the worker meets on its way; reset after each test. */
  let hooks: { vectors: () => Promise<unknown>; file: () => Promise<unknown>; remove: () => Promise<unknown> }
  const noHooks = () => ({ vectors: async () => {}, file: async () => {}, remove: async () => {} })

  beforeAll(async () => {
    hooks = noHooks()
    postgres = await createEmptyPostgres(services.postgres ?? '')
    folder = await mkdtemp(join(tmpdir(), 'docuchat-cores-'))
    openai = await startOpenAIServer({ beforeVectors: () => hooks.vectors() })
    const common = {
      ...{ url: postgres.url, redisUrl: services.redis ?? '', openaiBaseURL: openai.baseURL },
      blobs: hooked(openTenantFolders(folder)),
      // What these tests make fail is told here, too.
      onError: () => {},
    }
    sender = await openHostedCore({ ...common, work: false })
    worker = await openHostedCore({ ...common, work: true })
    await worker.core.documents.resume()
  })
  afterEach(() => {
    hooks = noHooks()
  })
  afterAll(async () => {
    await worker?.close()
    await sender?.close()
    await openai?.close()
    await postgres?.drop()
    await rm(folder, { recursive: true, force: true })
  })

  const hooked = (open: (tenantId: string) => BlobStore) => (tenantId: string) => {
    const store = open(tenantId)
    return {
      ...store,
      async localFile(sha256: string) {
        await hooks.file()
        return store.localFile(sha256)
      },
      async remove(sha256: string) {
        await hooks.remove()
        await store.remove(sha256)
      },
    }
  }

  async function addActor(): Promise<Actor> {
    const actor: Actor = { tenantId: randomUUID(), userId: randomUUID(), role: 'admin' }
    await ensureTenant(sender.database, {
      tenant: { id: actor.tenantId, name: 'Tenant' },
      user: { id: actor.userId, name: 'User' },
    })
    return actor
  }
  const newPdf = async () =>
    new Blob([await textPdf([`Wind farms buy sensors of the kind ${randomUUID()}.`])])
  const add = async (actor: Actor) =>
    (await sender.core.documents.add(actor, await newPdf(), 'sensors.pdf')).document.id
  const statusOf = async (actor: Actor, id: string) => (await sender.core.documents.get(actor, id)).status
  const reaches = (actor: Actor, id: string, status: string) =>
    vi.waitUntil(async () => (await statusOf(actor, id)) === status, { timeout: 20_000, interval: 20 })

  /** Waits for nobody: the next attempt of what failed is due at once. */
  const hurry = () =>
    sender.database.queue.executeSql("update pgboss.job set start_after = now() where state = 'retry'", [])

  it('shows a window of the one what the other finished, and ends what follows it', async () => {
    const actor = await addActor()
    const gate = Promise.withResolvers<void>()
    hooks.vectors = () => gate.promise
    const stop = new AbortController()
    const seen: Change[] = []
    const window = sender.core.changes(actor, stop.signal)
    expect((await window.next()).value).toEqual({ type: 'ready' })
    const looking = (async () => {
      for await (const change of window) seen.push(change)
    })()
    const id = await add(actor)
    const events: DocumentEvent[] = []
    const following = (async () => {
      for await (const event of sender.core.documents.events(actor, [id], stop.signal)) events.push(event)
    })()
    await vi.waitUntil(() => events.length > 0)
    gate.resolve()
    await following
    expect(events.at(-1)?.document).toMatchObject({ id, status: 'ready' })
    await vi.waitUntil(() =>
      seen.some((change) => change.type === 'document' && change.document.status === 'ready'),
    )
    stop.abort()
    await looking
  })

  it.each(['cancel', 'remove'] as const)('stops in the one what the other is told to %s', async (how) => {
    const actor = await addActor()
    const begun = Promise.withResolvers<void>()
    const gate = Promise.withResolvers<void>()
    hooks.vectors = () => {
      begun.resolve()
      return gate.promise
    }
    const left = openai.disconnected()
    const id = await add(actor)
    await begun.promise
    if (how === 'cancel') await sender.core.documents.cancel(actor, id)
    else await sender.core.documents.remove(actor, [id])
    // The worker lets go of the request that it waits for: only a message can have told it.
    await left
    gate.resolve()
    expect(await statusOf(actor, id)).toBe(how === 'cancel' ? 'cancelled' : 'embedding')
    hooks.vectors = async () => {}
    if (how === 'cancel') await sender.core.documents.retry(actor, id)
    else await sender.core.documents.restore(actor, [id])
    await reaches(actor, id, 'ready')
  })

  it('reads with a password what another took in, and says so where it has none', async () => {
    const actor = await addActor()
    const locked = async () => new Blob([await encryptedPdf('open sesame', [`Secret ${randomUUID()}.`])])
    const { documents } = sender.core
    const opened = await documents.add(actor, await locked(), 'a.pdf', { password: 'open sesame' })
    const closed = await documents.add(actor, await locked(), 'b.pdf')
    await reaches(actor, opened.document.id, 'ready')
    await reaches(actor, closed.document.id, 'failed')
    const { error } = await documents.get(actor, closed.document.id)
    expect(error?.code).toBe('document_encrypted')
    await documents.retry(actor, closed.document.id, 'open sesame')
    await reaches(actor, closed.document.id, 'ready')
  })

  it('keeps what failed at every attempt for the admins of its tenant, who may try again', async () => {
    const [actor, stranger] = [await addActor(), await addActor()]
    const { jobs } = sender.core
    let attempts = 0
    hooks.file = async () => {
      attempts += 1
      throw new AppError('service_unavailable', { service: 'file storage' })
    }
    const id = await add(actor)
    await vi.waitUntil(
      async () => {
        await hurry()
        return (await jobs.failed(actor)).length > 0
      },
      { timeout: 20_000, interval: 50 },
    )
    const [failed] = await jobs.failed(actor)
    expect(failed).toMatchObject({ documentId: id, code: 'service_unavailable', attempts })
    expect(attempts).toBeGreaterThan(1)
    expect(await sender.core.documents.get(actor, id)).toMatchObject({
      ...{ status: 'failed', error: { code: 'service_unavailable' } },
    })
    const jobId = failed?.id ?? ''
    expect(await jobs.failed(stranger)).toEqual([])
    await expect(jobs.retry(stranger, jobId)).rejects.toMatchObject({ code: 'not_found' })
    const member: Actor = { ...actor, role: 'member' }
    await expect(jobs.failed(member)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(jobs.retry(member, jobId)).rejects.toMatchObject({ code: 'forbidden' })

    hooks.file = async () => {}
    await jobs.retry(actor, jobId)
    expect(await jobs.failed(actor)).toEqual([])
    await expect(jobs.retry(actor, jobId)).rejects.toMatchObject({ code: 'not_found' })
    await reaches(actor, id, 'ready')
  })

  it('waits out an embedding endpoint that is away', async () => {
    const actor = await addActor()
    let calls = 0
    hooks.vectors = async () => {
      calls += 1
      if (calls <= 4) throw new Error('the connection breaks')
    }
    const id = await add(actor)
    await vi.waitUntil(
      async () => {
        await hurry()
        expect(await statusOf(actor, id)).not.toBe('failed')
        return (await statusOf(actor, id)) === 'ready'
      },
      { timeout: 20_000, interval: 50 },
    )
  })

  it('loses no file that is purged while the same bytes are added', async () => {
    const actor = await addActor()
    const { documents } = sender.core
    const pdf = await newPdf()
    const { document } = await documents.add(actor, pdf, 'before.pdf')
    await reaches(actor, document.id, 'ready')
    await documents.remove(actor, [document.id])
    const purging = Promise.withResolvers<void>()
    const gate = Promise.withResolvers<void>()
    hooks.remove = () => {
      purging.resolve()
      return gate.promise
    }
    const purged = documents.purge(actor, [document.id])
    await purging.promise
    const adding = worker.core.documents.add(actor, pdf, 'after.pdf')
    // The addition has found the file there, and waits for the purge to be through with it.
    await vi.waitUntil(
      async () => {
        const waiting = await sender.database.asOwner((tx) =>
          tx.execute(sql`select from pg_locks where locktype = 'advisory' and not granted`),
        )
        return (waiting as unknown as { rows: unknown[] }).rows.length > 0
      },
      { timeout: 10_000, interval: 20 },
    )
    gate.resolve()
    await purged
    const { document: added, duplicate } = await adding
    expect(duplicate).toBe(false)
    const { read } = await documents.content(actor, added.id)
    expect(await buffer(await read())).toEqual(Buffer.from(await pdf.arrayBuffer()))
    await reaches(actor, added.id, 'ready')
  })
})

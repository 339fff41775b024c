/**
 * Invariant: whatever happens to workers, each document that was taken in is done, once: by the worker that has it, or by the one that
 * takes it over. Processes, signals and the database are real.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import type { Actor } from '../../src/contract/index.ts'
import { chunks, embeddings, pages } from '../../src/core/database/index.ts'
import { ensureTenant } from '../../src/core/tenants/index.ts'
import { textPdf } from '../fixtures/pdf.ts'
import { createEmptyPostgres } from '../services/empty-postgres.ts'
import { openHostedCore } from './hosted-core.ts'

const url = inject('postgresUrl')
const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url))
const PAGES = 150

describe.skipIf(url === null)('two workers and a sender', () => {
  let empty: Awaited<ReturnType<typeof createEmptyPostgres>>
  let sender: Awaited<ReturnType<typeof openHostedCore>>
  let blobs: string
  let actor: Actor
  const workers: ChildProcess[] = []

  beforeAll(async () => {
    empty = await createEmptyPostgres(url ?? '')
    blobs = await mkdtemp(join(tmpdir(), 'docuchat-blobs-'))
    sender = await openHostedCore({ url: empty.url, blobs, work: false })
    actor = { tenantId: uuidv7(), userId: uuidv7(), role: 'owner' }
    await ensureTenant(sender.database, {
      tenant: { id: actor.tenantId, name: 'Test' },
      user: { id: actor.userId, name: 'Tester' },
    })
  })
  afterAll(async () => {
    for (const worker of workers) worker.kill('SIGKILL')
    await sender.close()
    await empty.drop()
    await rm(blobs, { recursive: true, force: true })
  })

  async function startWorker(): Promise<ChildProcess> {
    const worker = spawn(process.execPath, [WORKER, '--database', empty.url, '--blobs', blobs], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    workers.push(worker)
    if (worker.stdout) await once(worker.stdout, 'data')
    return worker
  }

  const add = async (number: number, count: number) => {
    const texts = Array.from({ length: count }, (_, page) => pageOf(number, page))
    const bytes = await textPdf(texts)
    return (await sender.core.documents.add(actor, new Blob([bytes]), `station-${number}.pdf`)).document.id
  }
  const settled = async (ids: readonly string[], timeout: number) =>
    vi.waitUntil(
      async () => {
        const documents = await Promise.all(ids.map((id) => sender.core.documents.get(actor, id)))
        return documents.every(({ status }) => ['ready', 'failed'].includes(status)) && documents
      },
      { timeout, interval: 200 },
    )
  const counts = async () => {
    const { rows } = (await sender.database.asOwner((tx) =>
      tx.execute(sql`
        select
          (select count(*)::int from ${pages}) as pages,
          (select count(*)::int from ${chunks}) as chunks,
          (select count(*)::int from ${embeddings}) as embeddings`),
    )) as unknown as { rows: { pages: number; chunks: number; embeddings: number }[] }
    return rows[0]
  }

  it('finishes a document whose worker was killed in the midst of it, once', {
    timeout: 60_000,
  }, async () => {
    const first = await startWorker()
    const id = await add(1, PAGES)
    await vi.waitUntil(async () => (await sender.core.documents.get(actor, id)).status !== 'queued', {
      timeout: 10_000,
      interval: 5,
    })
    first.kill('SIGKILL')
    await once(first, 'exit')
    expect((await sender.core.documents.get(actor, id)).status).not.toBe('ready')
    await startWorker()
    const [document] = await settled([id], 45_000)
    expect(document).toMatchObject({ status: 'ready', pagesDone: PAGES })
    expect(await counts()).toEqual({ pages: PAGES, chunks: PAGES, embeddings: PAGES })
  })

  it('loses no job while its workers are restarted one after the other', { timeout: 60_000 }, async () => {
    const ids = []
    for (let number = 10; number < 22; number++) ids.push(await add(number, 20))
    for (let round = 0; round < 3; round++) {
      const next = await startWorker()
      const old = workers[workers.indexOf(next) - 1]
      old?.kill('SIGTERM')
      if (old && old.exitCode === null) await once(old, 'exit')
    }
    const documents = await settled(ids, 40_000)
    expect(documents.map(({ status }) => status)).toEqual(ids.map(() => 'ready'))
  })
})

const WORDS =
  'river harbour copper winter orchard signal granite lantern meadow railway timber village'.split(' ')
/** No line occurs on another page, so that none counts as a running header. */
const pageOf = (number: number, page: number) =>
  Array.from({ length: 6 }, (_, line) =>
    Array.from(
      { length: 8 },
      (_, word) => WORDS[(number + page * (word + 3) + line * (word + 1) + word * word) % WORDS.length],
    ).join(' '),
  ).join('\n')

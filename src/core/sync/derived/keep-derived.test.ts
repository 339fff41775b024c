/** What a client makes of what its server says about a document; the server's own lines are tried in test/server/sync.test.ts. */
import { eq, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../../../test/services/database.ts'
import {
  linesOf,
  madeUp,
  POSTING,
  type Said,
  SPACE,
  VECTOR,
  VERSION,
} from '../../../../test/sync/made-up-derived.ts'
import type { Actor } from '../../../contract/index.ts'
import { chunks, type Database, documents, embeddings, pages, postings } from '../../database/index.ts'
import { ensureTenant } from '../../tenants/index.ts'
import { keepDerived } from './keep-derived.ts'

describe('what the server found out about a document', () => {
  const actor: Actor = { tenantId: uuidv7(), userId: uuidv7(), role: 'member' }
  let database: Database
  let documentId: string
  beforeAll(async () => {
    database = await openTestDatabase()
    const [tenant, user] = [
      { id: actor.tenantId, name: '' },
      { id: actor.userId, name: '' },
    ]
    await ensureTenant(database, { tenant, user })
  })
  beforeEach(async () => {
    documentId = uuidv7()
    await database.asTenant(actor, (tx) =>
      tx.insert(documents).values({
        ...{ tenantId: actor.tenantId, id: documentId, name: 'Turbines.pdf', sha256: documentId, bytes: 1 },
        ...{ status: 'waiting', createdBy: actor.userId },
      }),
    )
  })
  afterAll(() => database.close())

  const keep = (said: Said | string, space: string | null = SPACE) =>
    keepDerived({ database, actor, documentId, space, indexVersion: VERSION }, linesOf(said))
  const statusNow = () =>
    database.asTenant(actor, async (tx) => {
      const [row] = await tx.select().from(documents).where(eq(documents.id, documentId))
      return row?.status
    })
  const kept = () =>
    database.asTenant(actor, async (tx) => {
      const of = (table: typeof pages | typeof chunks | typeof postings | typeof embeddings) =>
        tx.select().from(table).where(eq(table.documentId, documentId))
      return [...(await of(pages)), ...(await of(chunks)), ...(await of(postings)), ...(await of(embeddings))]
    })

  it('is kept as it was said, in every type of column', async () => {
    expect(await keep(madeUp())).toBe('ready')
    expect(await kept()).toMatchObject([
      { number: 1, width: 612, height: 792.5, text: 'Turbines «۱۲ میلیون» 🙂', lines: [{ role: 'body' }] },
      { ordinal: 0, headingPath: ['Revenue', 'By "segment", {all}'], text: 'Turbines' },
      { term: 'turbin', packed: Uint8Array.of(0, 1, 255) },
      { ordinal: 0, vector: Float32Array.of(0.5, -2), indexed: false },
    ])
    const [row] = await database.asTenant(actor, (tx) =>
      tx.select().from(documents).where(eq(documents.id, documentId)),
    )
    expect(row).toMatchObject({ pageCount: 1, pagesWithoutText: [], title: null, fiscalYear: 2025 })
  })

  it('leaves to be done here what the server does otherwise', async () => {
    expect(await keep(madeUp({ index: { version: VERSION + 1 } }))).toBe('indexing')
  })

  it('lacks vectors where the server has none of this space', async () => {
    expect(await keep({ ...madeUp(), embeddings: [] })).toBe('embedding')
  })

  it('needs none where keywords alone must do', async () => {
    expect(await keep({ ...madeUp(), embeddings: [] }, null)).toBe('ready')
  })

  it('comes too late for a document that was read meanwhile', async () => {
    await database.asTenant(actor, (tx) =>
      tx.update(documents).set({ status: 'failed' }).where(eq(documents.id, documentId)),
    )
    expect(await keep(madeUp())).toBeNull()
    expect(await statusNow()).toBe('failed')
    expect(await kept()).toEqual([])
  })

  it.each<[string, Said | string]>([
    ['no JSON', '<html>'],
    ['no findings', { ...madeUp(), findings: undefined }],
    ['a page of another shape', madeUp({ page: { lines: [{ start: 0 }] } })],
    ['a number that no column holds', madeUp({ page: { number: 2 ** 40 } })],
    ['a text that Postgres cannot store', madeUp({ page: { text: 'a\0b' } })],
    ['a role with a character that Postgres cannot store', madeUp({ index: { identity: { a: '\0' } } })],
    ['a vector cut short', madeUp({ embedding: { vector: VECTOR.slice(0, -8) } })],
    ['a vector that has no direction', madeUp({ embedding: { vector: '\\x000200003f0000007fc00000' } })],
    ['a vector of another space', madeUp({ embedding: { space: 'other@2' } })],
    ['a vector of a chunk that is none', madeUp({ embedding: { chunk_id: uuidv7() } })],
    ['one row twice', { ...madeUp(), postings: [POSTING, POSTING] }],
  ])('is refused whole when it is %s', async (_, said) => {
    await expect(keep(said)).rejects.toMatchObject({ code: 'server_unreachable' })
    expect(await statusNow()).toBe('waiting')
    expect(await kept()).toEqual([])
  })

  it('refers to what is there, as if Postgres had looked', async () => {
    await keep(madeUp())
    const { rows } = (await database.asOwner((tx) =>
      tx.execute(sql`select current_setting('session_replication_role') as role`),
    )) as { rows: unknown[] }
    expect(rows).toEqual([{ role: 'origin' }])
    await database.asOwner((tx) => tx.delete(documents).where(eq(documents.id, documentId)))
    expect(await kept()).toEqual([])
  })
})

import { randomUUID } from 'node:crypto'
import { asc, eq, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { describeOnEachDatabase } from '../../../test/services/database.ts'
import { errorOf } from '../../../test/services/tenant-rows.ts'
import { bulkInsert } from './bulk-insert.ts'
import type { Database } from './database.ts'
import { chunks, documents, embeddings, postings, tenants } from './schema.ts'

const tenantId = randomUUID()
const actor = { tenantId, userId: randomUUID() }
const documentId = randomUUID()

describeOnEachDatabase('bulkInsert', (open) => {
  let database: Database
  beforeAll(async () => {
    database = await open()
    await database.asOwner((tx) => tx.insert(tenants).values({ id: tenantId, slug: 'own', name: 'Own' }))
  })
  afterAll(() => database.close())
  beforeEach(() =>
    database.asTenant(actor, async (tx) => {
      await tx.delete(documents)
      await tx.insert(documents).values({
        ...{ tenantId, id: documentId, name: 'a.pdf', sha256: '0'.repeat(64), bytes: 1 },
        ...{ status: 'ready', createdBy: actor.userId },
      })
    }),
  )

  const chunk = (ordinal: number, text: string) => ({
    ...{ tenantId, id: randomUUID(), documentId, ordinal, text, page: 1, startChar: 0, endChar: 1 },
    ...{ tokenCount: 1, headingPath: [] as string[], lines: [] },
  })
  const readChunks = () =>
    database.asTenant(actor, (tx) => tx.select().from(chunks).orderBy(asc(chunks.ordinal)))

  // Whatever a PDF's text holds is stored as it is, but for what Postgres cannot store.
  it('stores any text', async () => {
    const anyText = fc.string({ unit: 'binary', maxLength: 30 })
    const odd = fc.constantFrom(
      '\0',
      '\\u0000',
      '\ud800',
      '\\ud800',
      '\\\0',
      'a\udc00b',
      '"',
      '‌',
      '😀',
      '\\\\\ud83d',
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.array(fc.oneof(anyText, odd)).map((parts) => parts.join('')),
          { minLength: 1, maxLength: 20 },
        ),
        async (texts) => {
          await database.asTenant(actor, (tx) => tx.delete(chunks))
          const rows = texts.map((text, ordinal) => ({ ...chunk(ordinal, text), headingPath: [text] }))
          await database.asTenant(actor, (tx) => bulkInsert(tx, chunks, rows))
          const storable = texts.map((text) => text.toWellFormed().replaceAll('\0', ''))
          const stored = await readChunks()
          expect(stored.map(({ text }) => text)).toEqual(storable)
          expect(stored.map(({ headingPath }) => headingPath)).toEqual(storable.map((text) => [text]))
        },
      ),
      { numRuns: 15 },
    )
  })

  it('stores bytes, vectors, JSON and defaults as a plain insert does', async () => {
    const packed = Uint8Array.from({ length: 256 }, (_, byte) => byte)
    const line = {
      ...{ start: 0, end: 1, x: 72.25, y: 10, width: 100.5, height: 12 },
      role: 'heading' as const,
      level: 1,
    }
    const row = { ...chunk(0, 'text'), lines: [line] }
    await database.asTenant(actor, async (tx) => {
      await bulkInsert(tx, chunks, [row])
      await bulkInsert(tx, postings, [{ tenantId, term: 'term', documentId, packed }])
      await bulkInsert(tx, embeddings, [
        {
          ...{ tenantId, space: 'space@3', chunkId: row.id, documentId, ordinal: 0 },
          vector: Float32Array.of(0.5, -1e-7, 3),
        },
      ])
      await bulkInsert(tx, documents, [
        {
          ...{ tenantId, id: randomUUID(), name: 'b.pdf', sha256: '1'.repeat(64), bytes: 2 },
          status: 'queued',
          createdBy: actor.userId,
        },
      ])
    })
    const stored = await database.asTenant(actor, async (tx) => ({
      chunk: await tx.select().from(chunks),
      posting: await tx.select().from(postings),
      embedding: await tx.select().from(embeddings),
      document: await tx.select().from(documents).where(eq(documents.name, 'b.pdf')),
    }))
    expect(stored.chunk).toEqual([row])
    expect([...(stored.posting[0]?.packed ?? [])]).toEqual([...packed])
    const [x, y, z] = stored.embedding[0]?.vector ?? []
    expect(x).toBeCloseTo(0.5 / Math.hypot(0.5, 3), 4)
    expect(y).toBe(0)
    expect(z).toBeCloseTo(3 / Math.hypot(0.5, 3), 4)
    expect(stored.document[0]).toMatchObject({ pagesDone: 0, pagesWithoutText: [] })
  })

  it('stores more rows than one statement takes, and none of them when it fails', async () => {
    const rows = Array.from({ length: 4_500 }, (_, index) => ({
      ...{ tenantId, documentId, term: `term ${index}`, packed: new Uint8Array([index & 255]) },
    }))
    const count = () => database.asTenant(actor, (tx) => tx.$count(postings))
    const twice = rows.at(-1)
    const failing = database.asTenant(actor, (tx) => bulkInsert(tx, postings, twice ? [...rows, twice] : []))
    expect(await errorOf(failing)).toContain('duplicate key')
    expect(await count()).toBe(0)
    await database.asTenant(actor, (tx) => bulkInsert(tx, postings, rows))
    expect(await count()).toBe(4_500)
  })

  it('is bound by row-level security', async () => {
    const other = { tenantId: randomUUID(), userId: randomUUID() }
    await database.asOwner((tx) =>
      tx.insert(tenants).values({ id: other.tenantId, slug: other.tenantId, name: 'Other' }),
    )
    const error = await errorOf(database.asTenant(other, (tx) => bulkInsert(tx, chunks, [chunk(0, 'text')])))
    expect(error).toContain('row-level security')
  })

  it('accepts no rows at all', async () => {
    await database.asTenant(actor, (tx) => bulkInsert(tx, chunks, []))
    expect(await database.asTenant(actor, (tx) => tx.execute(sql`select 1 from chunks`))).toMatchObject({
      rows: [],
    })
  })
})

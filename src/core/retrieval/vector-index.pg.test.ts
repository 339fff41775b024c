/** The approximate index of vectors on both databases: it finds what an exact search finds, and what is not in it yet. */
import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnEachDatabase } from '../../../test/services/database.ts'
import { type Library, openLibrary } from '../../../test/services/library.ts'
import { bulkInsert, chunks, embeddings } from '../database/index.ts'
import { searchVectors } from './vector.ts'
import {
  dropOtherSpaces,
  EXACT_UP_TO,
  findVectorIndex,
  indexVectors,
  type SpaceProgress,
} from './vector-index.ts'

const SPACE = "test/o'clock@16"
const DIMENSIONS = 16
const never = new AbortController().signal

describeOnEachDatabase('the vector index', (open) => {
  let library: Library
  let tenant: { tenantId: string; userId: string }
  let first: string
  const seen: SpaceProgress[] = []

  beforeAll(async () => {
    library = await openLibrary(open)
    tenant = await library.addTenant()
    first = await addVectors(EXACT_UP_TO / 2)
    await addVectors(EXACT_UP_TO / 2)
    // As workers do that come to it at once.
    await Promise.all([
      indexVectors(library.database, never, (progress) => seen.push(progress)),
      ...Array.from({ length: 4 }, () => indexVectors(library.database, never)),
    ])
  }, 120_000)
  afterAll(() => library.close())

  /** A document of `count` chunks, each with a vector at random. */
  async function addVectors(count: number, vectorOf: () => number[] = randomVector): Promise<string> {
    const { tenantId } = tenant
    const { id: documentId } = await library.add(tenant, { name: 'vectors.pdf', pages: ['a'] })
    const rows = Array.from({ length: count }, (_, ordinal) => ({
      ...{
        tenantId,
        id: uuidv7(),
        documentId,
        ordinal: ordinal + 1,
        page: 1,
        startChar: 0,
        endChar: 1,
        tokenCount: 1,
      },
      ...{ headingPath: [], text: 'a', lines: [] },
    }))
    await library.database.asTenant(tenant, async (tx) => {
      await bulkInsert(tx, chunks, rows)
      await bulkInsert(
        tx,
        embeddings,
        rows.map(({ id, ordinal }) => ({
          tenantId,
          space: SPACE,
          chunkId: id,
          documentId,
          ordinal,
          vector: Float32Array.from(vectorOf()),
        })),
      )
    })
    return documentId
  }

  const search = (values: number[], chunkCount: number, documentIds?: string[]) =>
    library.database.asTenant(tenant, (tx) =>
      searchVectors(tx, {
        ...{ tenantId: tenant.tenantId, documentIds, chunks: chunkCount, limit: 10 },
        vector: { space: SPACE, values: Float32Array.from(values) },
      }),
    )
  const key = (hit: { documentId: string; ordinal: number }) => `${hit.documentId} ${hit.ordinal}`

  it('is built once it pays, telling how far it is', async () => {
    expect(await library.database.asOwner((tx) => findVectorIndex(tx, SPACE))).toBeDefined()
    expect(seen[0]).toEqual({ space: SPACE, done: 0, total: EXACT_UP_TO })
    expect(seen.at(-1)).toEqual({ space: SPACE, done: EXACT_UP_TO, total: EXACT_UP_TO })
    expect(seen.map(({ done }) => done)).toEqual(seen.map(({ done }) => done).sort((a, b) => a - b))
  })

  it.each([
    ['all documents', false],
    ['one document', true],
  ])('finds among %s what an exact search finds', async (_, isFiltered) => {
    const scope = isFiltered ? [first] : undefined
    let found = 0
    const questions = Array.from({ length: 30 }, randomVector)
    for (const question of questions) {
      const exact = new Set((await search(question, 0, scope)).map(key))
      const hits = await search(question, EXACT_UP_TO, scope)
      expect(hits).toHaveLength(10)
      if (isFiltered) expect(hits.every(({ documentId }) => documentId === first)).toBe(true)
      found += hits.filter((hit) => exact.has(key(hit))).length
    }
    expect(found / (questions.length * 10)).toBeGreaterThanOrEqual(0.97)
  })

  it('finds what was added since', async () => {
    const question = randomVector()
    const documentId = await addVectors(1, () => question)
    expect((await search(question, EXACT_UP_TO))[0]).toMatchObject({ documentId, ordinal: 1 })
  })

  it('goes with its space', async () => {
    await dropOtherSpaces(library.database, 'another@8')
    expect(await library.database.asOwner((tx) => findVectorIndex(tx, SPACE))).toBeUndefined()
    expect(await search(randomVector(), EXACT_UP_TO)).toEqual([])
  })
})

const randomVector = () => Array.from({ length: DIMENSIONS }, () => Math.random() - 0.5)

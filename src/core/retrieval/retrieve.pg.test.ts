/** Search over a real workspace: the right filing, the right page, and nothing of anybody else's. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeOnEachDatabase } from '../../../test/services/database.ts'
import { annualReport, type Library, openLibrary } from '../../../test/services/library.ts'
import { embeddings, folders } from '../database/index.ts'
import { retrieve } from './retrieve.ts'

describeOnEachDatabase('retrieval', (open) => {
  let library: Library
  let tenant: { tenantId: string; userId: string }
  const ids = new Map<string, string>()

  const issuers = [
    ['Borealis Paper Company', 'BOREALISPAPER'],
    ['Quill & Quartz Inc.', 'QUILL_QUARTZ'],
    ['Advanced Marine Dynamics Corporation', 'ADVANCEDMARINE'],
  ] as const

  beforeAll(async () => {
    library = await openLibrary(open)
    tenant = await library.addTenant()
    for (const [index, [company, file]] of issuers.entries()) {
      for (const year of [2019, 2020, 2021]) {
        const name = `${file}_${year}_10K.pdf`
        const identity = { company, form: '10-K', fiscalYear: year, periodEnd: `${year}-12-31` }
        const { id } = await library.add(tenant, {
          name,
          identity,
          pages: annualReport(company, year, index * 10 + year),
        })
        ids.set(name, id)
      }
    }
  }, 60_000)
  afterAll(() => library.close())

  const search = (query: string, more: Partial<Parameters<typeof retrieve>[1]> = {}) =>
    library.database.asTenant(tenant, (tx) =>
      retrieve(tx, { tenantId: tenant.tenantId, query, scope: {}, limit: 8, ...more }),
    )
  const top = async (query: string) => {
    const [first] = await search(query)
    return first && `${first.document.name} p${first.page}`
  }

  describe('among many filings', () => {
    it.each([
      ["What were Borealis Paper's capital expenditures in FY2020?", 'BOREALISPAPER_2020_10K.pdf p5'],
      ['capex of borealis paper 2021', 'BOREALISPAPER_2021_10K.pdf p5'],
      [
        'Using the balance sheet, what is the net PP&E of Quill & Quartz at year end FY2019?',
        'QUILL_QUARTZ_2019_10K.pdf p4',
      ],
      ['How much COGS did QnQ report in 2021?', 'QUILL_QUARTZ_2021_10K.pdf p3'],
      ['What is the FY2020 operating income of AMD?', 'ADVANCEDMARINE_2020_10K.pdf p3'],
      [
        'Did Advanced Marine Dynamics grow its inventories between FY2019 and FY2020?',
        'ADVANCEDMARINE_2020_10K.pdf p4',
      ],
      ['What drove the change in net sales of Borealis in 2019?', 'BOREALISPAPER_2019_10K.pdf p2'],
    ])('finds the filing and the page: %s', async (question, place) => {
      expect(await top(question)).toBe(place)
    })

    it('keeps every issuer that is named', async () => {
      const results = await search('Compare the 2021 net income of Borealis Paper and Quill & Quartz', {
        limit: 4,
      })
      expect(new Set(results.map(({ document }) => document.name))).toEqual(
        new Set(['BOREALISPAPER_2021_10K.pdf', 'QUILL_QUARTZ_2021_10K.pdf']),
      )
    })

    it('finds a page without an issuer named', async () => {
      const results = await search('purchases of property, plant and equipment')
      expect(results.every(({ page }) => page === 5)).toBe(true)
    })

    it('gives one result a page, with its rectangles', async () => {
      const results = await search('net income', { limit: 100 })
      const places = results.map(({ document, page }) => `${document.id} ${page}`)
      expect(new Set(places).size).toBe(places.length)
      expect(results[0]?.rects).toEqual([{ page: results[0]?.page, x: 72, y: 90, width: 300, height: 12 }])
      expect(results.map(({ score }) => score)).toEqual(
        results.map(({ score }) => score).toSorted((a, b) => b - a),
      )
    })

    it('finds nothing where nothing of the question occurs', async () => {
      expect(await search('zymurgy')).toEqual([])
      expect(await search('the of and')).toEqual([])
      expect(await search("'; drop table postings; --")).toEqual([])
    })
  })

  describe('a scope', () => {
    it('limits to the documents given', async () => {
      const id = ids.get('QUILL_QUARTZ_2019_10K.pdf') ?? ''
      const results = await search('Borealis Paper total assets 2021', { scope: { documentIds: [id] } })
      expect(results.length).toBeGreaterThan(0)
      expect(results.every(({ document }) => document.id === id)).toBe(true)
    })

    it('limits to dates, both days included', async () => {
      const results = await search('total assets', {
        scope: { from: '2020-12-31', to: '2020-12-31' },
        limit: 50,
      })
      expect(results.length).toBeGreaterThan(0)
      expect(results.every(({ document }) => document.name.includes('2020'))).toBe(true)
    })

    it('limits to a folder and the folders in it', async () => {
      const [outer, inner] = [crypto.randomUUID(), crypto.randomUUID()]
      await library.database.asTenant(tenant, async (tx) => {
        await tx.insert(folders).values({ tenantId: tenant.tenantId, id: outer, name: 'Outer' })
        await tx
          .insert(folders)
          .values({ tenantId: tenant.tenantId, id: inner, parentId: outer, name: 'Inner' })
      })
      const filed = await library.add(tenant, {
        name: 'note.pdf',
        folderId: inner,
        pages: ['total assets of a note'],
      })
      for (const folderId of [outer, inner]) {
        const results = await search('total assets', { scope: { folderId } })
        expect(results.map(({ document }) => document.id)).toEqual([filed.id])
      }
      expect(await search('total assets', { scope: { folderId: crypto.randomUUID() } })).toEqual([])
    })
  })

  it('shows a tenant nothing of another', async () => {
    const other = await library.addTenant()
    await library.add(other, { name: 'secret.pdf', pages: ['The xylophone merger closes in May.'] })
    expect(await search('xylophone merger')).toEqual([])
    // Even asked for by the other tenant's id: row-level security stands behind the filter.
    expect(await search('xylophone merger', { tenantId: other.tenantId })).toEqual([])
  })

  describe('Persian', () => {
    it('finds a page over letter variants and half-spaces', async () => {
      const { id } = await library.add(tenant, {
        name: 'گزارش.pdf',
        pages: ['مقدمه', 'جمع دارایی‌های جاری شرکت در پایان سال ۱۴۰۲ برابر ۱۲٬۳۴۵ میلیون ریال است.'],
      })
      for (const query of ['دارايي هاي جاري شركت', 'داراییهای جاری', '12345']) {
        const [first] = await search(query)
        expect([first?.document.id, first?.page]).toEqual([id, 2])
      }
    })
  })

  describe('vectors', () => {
    const embed = (documentId: string, space: string, vectors: ReadonlyMap<string, number[]>) =>
      library.database.asTenant(tenant, (tx) =>
        tx.insert(embeddings).values(
          [...vectors].map(([chunkId, vector], ordinal) => ({
            ...{ tenantId: tenant.tenantId, space, documentId, chunkId, ordinal },
            vector: Float32Array.from(vector),
          })),
        ),
      )
    /** A document of `pages` whose vectors in `space` are `vectors`, page by page. */
    async function addEmbedded(name: string, pages: readonly string[], space: string, vectors: number[][]) {
      const { id, chunkIds } = await library.add(tenant, { name, pages })
      await embed(id, space, new Map(chunkIds.map((chunkId, index) => [chunkId, vectors[index] ?? []])))
      return { id, chunkIds }
    }
    const places = (results: Awaited<ReturnType<typeof search>>) =>
      results.map(({ document, page }) => `${document.name} p${page}`)

    it('find a passage that shares no word with the question, in their own space only', async () => {
      const pages = ['Feline matters', 'Canine matters']
      await addEmbedded('memo.pdf', pages, 'test@3', [
        [0, 1, 0],
        [1, 0, 0],
      ])
      const values = Float32Array.of(0.9, 0.1, 0)
      const [first] = places(await search('hound', { vector: { space: 'test@3', values } }))
      expect(first).toBe('memo.pdf p2')
      expect(await search('hound', { vector: { space: 'other@3', values } })).toEqual([])
    })

    it('without a direction are near nothing', async () => {
      await addEmbedded('void.pdf', ['Nothing known', 'Something known'], 'void@2', [
        [0, 0],
        [0, 1],
      ])
      const ask = (values: Float32Array) => search('unheard', { vector: { space: 'void@2', values } })
      expect(places(await ask(Float32Array.of(0, 1)))).toEqual(['void.pdf p2'])
      expect(await ask(Float32Array.of(0, 0))).toEqual([])
    })

    it('of several spaces and dimensions stand side by side, each asked alone', async () => {
      const { id, chunkIds } = await addEmbedded('twice.pdf', ['Alpha', 'Beta'], 'small@2', [
        [1, 0],
        [0, 1],
      ])
      const [alpha = '', beta = ''] = chunkIds
      // The other model of the same passages has them the other way round, in more dimensions.
      const others = new Map([
        [alpha, [0, 1, 0, 0]],
        [beta, [1, 0, 0, 0]],
      ])
      await embed(id, 'large@4', others)
      const ask = async (space: string, values: Float32Array) =>
        places(await search('gamma', { vector: { space, values } }))[0]
      expect(await ask('small@2', Float32Array.of(1, 0))).toBe('twice.pdf p1')
      expect(await ask('large@4', Float32Array.of(1, 0, 0, 0))).toBe('twice.pdf p2')
    })

    it('stay within the scope, and it takes no room from theirs', async () => {
      // Every page outside of the scope lies nearer than the one inside, and there are more of them than are asked for.
      const near = Array.from({ length: 30 }, () => [1, 0])
      await addEmbedded(
        'outside.pdf',
        near.map((_, index) => `Outside ${index}`),
        'scoped@2',
        near,
      )
      const { id } = await addEmbedded('inside.pdf', ['Inside'], 'scoped@2', [[0.5, 0.5]])
      const vector = { space: 'scoped@2', values: Float32Array.of(1, 0) }
      const results = await search('hound', { scope: { documentIds: [id] }, limit: 1, vector })
      expect(places(results)).toEqual(['inside.pdf p1'])
    })

    it('order pages alike whatever the limit', async () => {
      const pages = Array.from(
        { length: 30 },
        (_, index) => `Ordered matters ${'matters '.repeat(index % 7)}`,
      )
      await addEmbedded(
        'ordered.pdf',
        pages,
        'ordered@2',
        pages.map((_, index) => [1, ((index * 11) % 30) / 30]),
      )
      const vector = { space: 'ordered@2', values: Float32Array.of(1, 0) }
      const all = places(await search('ordered matters', { vector, limit: 30 }))
      for (const limit of [1, 2, 5, 12]) {
        expect(places(await search('ordered matters', { vector, limit }))).toEqual(all.slice(0, limit))
      }
    })

    it('leave a document that has none where its words put it', async () => {
      const pages = Array.from({ length: 20 }, (_, index) => `Embedded matters ${index}`)
      await addEmbedded(
        'embedded.pdf',
        pages,
        'partial@2',
        pages.map((_, index) => [1, index / 100]),
      )
      await library.add(tenant, { name: 'waiting.pdf', pages: ['The zeppelin matters of the valley'] })
      const vector = { space: 'partial@2', values: Float32Array.of(1, 0) }
      const [first] = places(await search('zeppelin valley matters', { vector }))
      expect(first).toBe('waiting.pdf p1')
      // Its one word is also on all of the nearest pages, which are more than are asked for.
      expect(places(await search('zeppelin matters', { vector, limit: 3 }))).toContain('waiting.pdf p1')
    })
  })
})

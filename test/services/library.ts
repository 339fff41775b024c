/** A small library of made-up filings in a real workspace, for the tests of retrieval. */
import { v7 as uuidv7 } from 'uuid'
import type { DocumentIdentity } from '../../src/contract/index.ts'
import { chunks, type Database, documents, tenants } from '../../src/core/database/index.ts'
import { buildIndex, type IndexableChunk } from '../../src/core/retrieval/build-index.ts'
import { saveIndex } from '../../src/core/retrieval/store.ts'

export interface TestDocument {
  readonly name: string
  readonly identity?: Partial<DocumentIdentity>
  readonly folderId?: string
  /** One chunk a page; a page may be given as several chunks. */
  readonly pages: readonly (string | readonly string[])[]
}

export interface Library {
  readonly database: Database
  addTenant(): Promise<{ tenantId: string; userId: string }>
  /** Adds the document as ingestion would leave it and returns its id and its chunks' ids. */
  add(
    tenant: { tenantId: string; userId: string },
    document: TestDocument,
  ): Promise<{ id: string; chunkIds: string[] }>
  close(): Promise<void>
}

/** An empty library in the database that `open` gives. */
export async function openLibrary(open: () => Promise<Database>): Promise<Library> {
  const database = await open()
  return {
    database,
    async addTenant() {
      const tenantId = uuidv7()
      await database.asOwner((tx) =>
        tx.insert(tenants).values({ id: tenantId, slug: tenantId, name: 'Test' }),
      )
      return { tenantId, userId: uuidv7() }
    },
    async add(tenant, { name, identity, folderId, pages }) {
      const { tenantId, userId } = tenant
      const id = uuidv7()
      const full: DocumentIdentity = { ...unknown, ...identity }
      const rows = chunksOf(pages).map((chunk) => ({ ...chunk, id: uuidv7() }))
      await database.asTenant(tenant, async (tx) => {
        await tx.insert(documents).values({
          ...{ tenantId, id, name, ...full, folderId: folderId ?? null },
          ...{ sha256: id, bytes: 1, status: 'ready', createdBy: userId },
        })
        await tx.insert(chunks).values(
          rows.map(({ id: chunkId, headingPath, ...row }) => ({
            ...row,
            ...{ tenantId, id: chunkId, documentId: id, headingPath: [...headingPath] },
            ...{ startChar: 0, endChar: row.text.length, tokenCount: 1 },
            lines: [
              { start: 0, end: row.text.length, x: 72, y: 90, width: 300, height: 12, role: 'body' as const },
            ],
          })),
        )
        await saveIndex(tx, tenantId, id, buildIndex({ name, identity: full }, rows))
      })
      return { id, chunkIds: rows.map((row) => row.id) }
    },
    close: () => database.close(),
  }
}

/** The chunks of `pages`, in order. */
export function chunksOf(pages: TestDocument['pages']): IndexableChunk[] {
  return pages
    .flatMap((page, index) => [page].flat().map((text) => ({ page: index + 1, text })))
    .map((chunk, ordinal) => ({ ...chunk, ordinal, headingPath: [] }))
}

const unknown: DocumentIdentity = {
  title: null,
  company: null,
  form: null,
  fiscalYear: null,
  fiscalQuarter: null,
  periodEnd: null,
}

/** Five pages of a made-up annual report; every issuer's reads alike, as real ones do. */
export function annualReport(company: string, year: number, seed: number): TestDocument['pages'] {
  const amount = (base: number) => (base + seed * 37).toLocaleString('en-US')
  const columns = `${year}\t${year - 1}`
  const table = (rows: readonly (readonly [string, number])[]) =>
    rows.map(([label, base]) => `${label}\t$ ${amount(base)}\t$ ${amount(base - 90)}`).join('\n')
  return [
    `FORM 10-K\nFor the fiscal year ended December 31, ${year}\n${company}\n(Exact name of registrant as specified in its charter)`,
    `Management's Discussion and Analysis\nThe increase in net sales was primarily due to higher volumes. Spending was planned with care and demand remained strong in ${year}. Net income grew.`,
    `${company}\nConsolidated Statements of Income\n${columns}\n${table([
      ['Net sales', 9_000],
      ['Cost of sales', 5_000],
      ['Operating income', 2_500],
      ['Interest expense', 200],
      ['Income before income taxes', 2_300],
      ['Provision for income taxes', 500],
      ['Net income', 1_800],
      ['Diluted earnings per share', 400],
      ['Weighted-average shares', 700],
    ])}`,
    `${company}\nConsolidated Balance Sheets\n${columns}\n${table([
      ['Cash and cash equivalents', 900],
      ['Inventories', 800],
      ['Total current assets', 3_000],
      ['Property, plant and equipment, net', 4_000],
      ['Total assets', 9_500],
      ['Accounts payable', 700],
      ['Total current liabilities', 2_000],
      ['Total liabilities', 5_000],
      ['Retained earnings', 3_000],
      ["Total stockholders' equity", 4_500],
    ])}`,
    `${company}\nConsolidated Statements of Cash Flows\n${columns}\n${table([
      ['Net income', 1_800],
      ['Depreciation and amortization', 600],
      ['Net cash provided by operating activities', 2_600],
      ['Purchases of property, plant and equipment', 1_100],
      ['Net cash used in investing activities', 1_300],
      ['Dividends paid', 500],
      ['Net cash used in financing activities', 700],
      ['Cash at end of year', 900],
    ])}`,
  ]
}

/** Page hit@k and MRR of retrieval on the FinanceBench filings, beside plain BM25 over pages and Postgres's own ranking. */
import { sql } from 'drizzle-orm'
import { chunks, type Transaction } from '../src/core/database/index.ts'
import { searchVectors } from '../src/core/retrieval/index.ts'
import { findCorpus, ownQuestions } from './retrieval/corpus.ts'
import { ingestCorpus, type Library } from './retrieval/library.ts'
import { plainBm25 } from './retrieval/plain-bm25.ts'
import { MODES, measures, ranksOf } from './retrieval/ranks.ts'
import {
  DEPTH,
  type Place,
  pageTexts,
  productSearch,
  questionVectors,
  type Search,
} from './retrieval/search.ts'
import type { BenchRow } from './row.ts'

/** Enough chunks that DEPTH pages are among them. */
const CHUNKS_PER_PAGE = 5
const CUTS = [1, 3, 5, 8, 20]
const REFERENCE = 'plain page BM25'

export async function run(): Promise<BenchRow[]> {
  const corpus = await findCorpus()
  if (!corpus) return []
  const library = await ingestCorpus(corpus.folder)
  try {
    const rows: BenchRow[] = []
    const searches = Object.entries(await searchesOf(library))
    const sets = { FinanceBench: corpus.questions, ours: await ownQuestions() }
    for (const [set, questions] of Object.entries(sets)) {
      for (const mode of MODES) {
        const label = (measure: string, name: string) => `retrieval, ${set}, ${mode}, ${measure}, ${name}`
        for (const [name, search] of searches) {
          const ranks = await ranksOf(questions, library.ids, search, mode)
          for (const [measure, value] of measures(ranks, CUTS)) {
            const reference = rows.find((row) => row.name === label(measure, REFERENCE))
            rows.push({
              name: label(measure, name),
              ...{ value, unit: 'share' },
              ...(reference && { ratio: value / reference.value, against: REFERENCE }),
            })
          }
        }
      }
    }
    return rows
  } finally {
    await library.close()
  }
}

async function searchesOf(library: Library): Promise<Record<string, Search>> {
  const { actor, database } = library
  const reference = plainBm25(await pageTexts(library))
  await database.asOwner(prepareTsRank)
  const searches: Record<string, Search> = {
    [REFERENCE]: (question, documentId) => reference(question, documentId, DEPTH),
    'Postgres ts_rank_cd': (question, documentId) =>
      database.asOwner((tx) => tsRank(tx, question, documentId)),
    'ours, keyword': productSearch(library),
  }
  const vectorOf = questionVectors(library)
  if (!vectorOf) {
    console.error('Vector and fused retrieval are NOT measured: set OPENAI_API_KEY or OPENAI_BASE_URL.')
    return searches
  }
  const pageOf = await readPages(library)
  const vectorAlone: Search = async (question, documentId) => {
    const vector = await vectorOf(question)
    if (!vector) return []
    const documentIds = documentId === undefined ? undefined : [documentId]
    const hits = await database.asTenant(actor, (tx) =>
      searchVectors(tx, {
        ...{ tenantId: actor.tenantId, documentIds, chunks: 0, vector },
        limit: DEPTH * CHUNKS_PER_PAGE,
      }),
    )
    const pages = new Map(
      hits.map(({ documentId, ordinal }) => {
        const page = pageOf.get(`${documentId} ${ordinal}`) ?? 0
        return [`${documentId} ${page}`, { documentId, page }]
      }),
    )
    return [...pages.values()].slice(0, DEPTH)
  }
  return { ...searches, 'vectors alone': vectorAlone, 'ours, fused': productSearch(library, vectorOf) }
}

/** The page of each chunk, by document and ordinal. */
async function readPages({ actor, database }: Library): Promise<Map<string, number>> {
  const rows = await database.asTenant(actor, (tx) =>
    tx.select({ documentId: chunks.documentId, ordinal: chunks.ordinal, page: chunks.page }).from(chunks),
  )
  return new Map(rows.map(({ documentId, ordinal, page }) => [`${documentId} ${ordinal}`, page]))
}

async function prepareTsRank(tx: Transaction): Promise<void> {
  await tx.execute(sql`
    create table bench_pages as
    select document_id, number, to_tsvector('english', text) as words
    from pages
  `)
}

/** The words of the question joined by "or", since no page holds them all. */
async function tsRank(tx: Transaction, question: string, documentId: string | undefined): Promise<Place[]> {
  const rows = tx.$with('ranked').as(
    tx
      .select({
        documentId: sql<string>`document_id`.as('document_id'),
        page: sql<number>`number`.as('number'),
        rank: sql<number>`ts_rank_cd(words, query)`.as('rank'),
      })
      .from(
        sql`bench_pages, (select replace(plainto_tsquery('english', ${question})::text, '&', '|')::tsquery) as asked (query)`,
      )
      .where(
        sql`words @@ query and (${documentId ?? null}::uuid is null or document_id = ${documentId ?? null}::uuid)`,
      ),
  )
  return tx
    .with(rows)
    .select({ documentId: rows.documentId, page: rows.page })
    .from(rows)
    .orderBy(sql`rank desc`)
    .limit(DEPTH)
}

if (import.meta.main) console.table(await run())

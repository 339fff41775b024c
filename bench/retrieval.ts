/** Page hit@k and MRR of retrieval on the FinanceBench filings, beside plain BM25 over pages and Postgres's own ranking. */
import { asc, sql } from 'drizzle-orm'
import type { Transaction } from '../src/core/database/index.ts'
import { pages } from '../src/core/database/index.ts'
import { type QueryVector, retrieve, searchVectors, traitsOf } from '../src/core/retrieval/index.ts'
import { type BenchQuestion, findCorpus, ownQuestions } from './retrieval/corpus.ts'
import { ingestCorpus, type Library } from './retrieval/library.ts'
import { plainBm25 } from './retrieval/plain-bm25.ts'
import type { BenchRow } from './row.ts'

interface Place {
  readonly documentId: string
  readonly page: number
}
/** Pages for a question, best first; of `documentId` alone when given. */
type Search = (
  question: string,
  documentId: string | undefined,
) => Promise<readonly Place[]> | readonly Place[]

const DEPTH = 200
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
      for (const mode of ['single', 'shared'] as const) {
        const label = (measure: string, name: string) => `retrieval, ${set}, ${mode}, ${measure}, ${name}`
        for (const [name, search] of searches) {
          const ranks = await ranksOf(questions, library.ids, search, mode)
          for (const [measure, value] of measures(ranks)) {
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
  const { actor, database, embedding } = library
  const texts = await database.asTenant(actor, (tx) =>
    tx
      .select({ documentId: pages.documentId, page: pages.number, text: pages.text })
      .from(pages)
      .orderBy(asc(pages.documentId), asc(pages.number)),
  )
  const reference = plainBm25(texts)
  await database.asOwner(prepareTsRank)
  const ours =
    (vectorOf: (question: string) => Promise<QueryVector | undefined>): Search =>
    async (query, documentId) => {
      const vector = await vectorOf(query)
      const scope = documentId === undefined ? {} : { documentIds: [documentId] }
      const results = await database.asTenant(actor, (tx) =>
        retrieve(tx, { tenantId: actor.tenantId, query, scope, limit: DEPTH, ...(vector && { vector }) }),
      )
      return results.map(({ document, page }) => ({ documentId: document.id, page }))
    }
  const searches: Record<string, Search> = {
    [REFERENCE]: (question, documentId) => reference(question, documentId, DEPTH),
    'Postgres ts_rank_cd': (question, documentId) =>
      database.asOwner((tx) => tsRank(tx, question, documentId)),
    'ours, keyword': ours(async () => undefined),
  }
  if (!embedding) {
    console.error('Vector and fused retrieval are NOT measured: set OPENAI_API_KEY or OPENAI_BASE_URL.')
    return searches
  }
  const vectorOf = async (question: string) => {
    const { vectors } = await embedding.embed(
      [traitsOf(embedding.space).asked(question)],
      AbortSignal.timeout(60_000),
    )
    return vectors[0] && { space: embedding.space, values: vectors[0] }
  }
  const vectorAlone: Search = async (question, documentId) => {
    const vector = await vectorOf(question)
    if (!vector) return []
    const documentIds = documentId === undefined ? undefined : [documentId]
    const hits = await database.asTenant(actor, (tx) =>
      searchVectors(tx, {
        tenantId: actor.tenantId,
        documentIds,
        chunks: 0,
        limit: DEPTH * CHUNKS_PER_PAGE,
        vector,
      }),
    )
    const pages = new Map(hits.map(({ documentId, page }) => [`${documentId} ${page}`, { documentId, page }]))
    return [...pages.values()].slice(0, DEPTH)
  }
  return { ...searches, 'vectors alone': vectorAlone, 'ours, fused': ours(vectorOf) }
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

/** For each question, the rank of the first page that answers it; infinite when none is found. */
async function ranksOf(
  questions: readonly BenchQuestion[],
  ids: ReadonlyMap<string, string>,
  search: Search,
  mode: 'single' | 'shared',
): Promise<number[]> {
  const ranks: number[] = []
  for (const { document, question, evidencePages } of questions) {
    const id = ids.get(`${document}.pdf`)
    if (id === undefined) throw new Error(`the corpus has no ${document}.pdf`)
    const found = await search(question, mode === 'single' ? id : undefined)
    const at = found.findIndex(({ documentId, page }) => documentId === id && evidencePages.includes(page))
    ranks.push(at === -1 ? Number.POSITIVE_INFINITY : at + 1)
  }
  return ranks
}

function measures(ranks: readonly number[]): [string, number][] {
  const share = (cut: number) => ranks.filter((rank) => rank <= cut).length / ranks.length
  const mrr = ranks.reduce((sum, rank) => sum + 1 / rank, 0) / ranks.length
  return [...CUTS.map((cut): [string, number] => [`hit@${cut}`, share(cut)]), ['MRR', mrr]]
}

if (import.meta.main) console.table(await run())

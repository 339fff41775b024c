/** What each stage of retrieval contributes: page hit@1, hit@8 and MRR as the stages are added one by one, for two sets of questions. */
import type { Scope } from '../src/contract/index.ts'
import { openCorpus } from '../src/core/retrieval/corpus.ts'
import { vectorScores } from '../src/core/retrieval/fusion.ts'
import { searchVectors, traitsOf } from '../src/core/retrieval/index.ts'
import { readQuestion } from '../src/core/retrieval/question.ts'
import { rankPages } from '../src/core/retrieval/rank.ts'
import { BM25_ALONE, type Stages, stages } from './ablation/stages.ts'
import { type BenchQuestion, findCorpus, ownQuestions } from './retrieval/corpus.ts'
import { ingestCorpus, type Library } from './retrieval/library.ts'
import { MODES, measures } from './retrieval/ranks.ts'
import { DEPTH } from './retrieval/search.ts'
import type { BenchRow } from './row.ts'

const CUTS = [1, 8]

export async function run(): Promise<BenchRow[]> {
  const corpus = await findCorpus()
  if (!corpus) return []
  const library = await ingestCorpus(corpus.folder)
  try {
    const rows: BenchRow[] = []
    const sets = { FinanceBench: corpus.questions, ours: await ownQuestions() }
    for (const [set, questions] of Object.entries(sets)) {
      for (const mode of MODES) {
        const ranks = new Map<string, number[]>()
        for (const question of questions) {
          for (const [stage, rank] of await ranksOf(library, question, mode)) {
            ranks.set(stage, [...(ranks.get(stage) ?? []), rank])
          }
        }
        for (const [stage, list] of ranks) {
          for (const [measure, value] of measures(list, CUTS)) {
            const first = measures(ranks.get(BM25_ALONE) ?? [], CUTS).find(([name]) => name === measure)?.[1]
            rows.push({
              name: `ablation, ${set}, ${mode}, ${measure}, ${stage}`,
              ...{ value, unit: 'share' },
              ...(first !== undefined && { ratio: value / first, against: BM25_ALONE }),
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

/** The rank of the first page that answers the question, after each stage. */
async function ranksOf(
  { actor, database, embedding, ids }: Library,
  { document, evidencePages, question: text }: BenchQuestion,
  mode: (typeof MODES)[number],
): Promise<[string, number][]> {
  const id = ids.get(`${document}.pdf`)
  if (id === undefined) throw new Error(`the corpus has no ${document}.pdf`)
  const scope: Scope = mode === 'single' ? { documentIds: [id] } : {}
  const { tenantId } = actor
  return database.asTenant(actor, async (tx) => {
    const corpus = await openCorpus(tx, tenantId, scope)
    const { layout } = corpus
    const question = readQuestion(
      text,
      layout.documents.map(({ identity }) => identity),
    )
    const postings = await corpus.postings(tx, [...question.terms.keys()])
    const traits = embedding && traitsOf(embedding.space)
    const [values] =
      (await embedding?.embed([traits?.asked(text) ?? text], AbortSignal.timeout(60_000)))?.vectors ?? []
    const hits =
      embedding && values
        ? await searchVectors(tx, {
            ...{ tenantId, documentIds: scope.documentIds, chunks: 0, limit: DEPTH },
            vector: { space: embedding.space, values },
          })
        : []
    const vectors = vectorScores(layout, hits, traits?.least)
    return stages.map(([name, stage]: readonly [string, Stages]) => {
      const ranked = rankPages(
        layout,
        { ...question, terms: stage.terms(question.terms) },
        (term) => postings.get(term) ?? [],
        DEPTH,
        {
          vectors,
          vectorWeight: stage.vectors ? (traits?.weight ?? 0) : 0,
          weights: stage.weights,
        },
      )
      const at = ranked.findIndex(
        (page) => layout.documents[page.document]?.id === id && evidencePages.includes(page.page),
      )
      return [name, at === -1 ? Number.POSITIVE_INFINITY : at + 1]
    })
  })
}

if (import.meta.main) console.table(await run())

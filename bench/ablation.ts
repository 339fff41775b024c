/** What each stage of retrieval contributes: page hit@1, hit@8 and MRR as the stages are added one by one, for two sets of questions. */
import { rankPages } from '../src/core/retrieval/rank.ts'
import { BM25_ALONE, type Stages, stages } from './ablation/stages.ts'
import { findCorpus, ownQuestions } from './retrieval/corpus.ts'
import { ingestCorpus } from './retrieval/library.ts'
import { type Prepared, prepare } from './retrieval/prepared.ts'
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
          for (const [stage, rank] of ranksOf(await prepare(library, question, mode))) {
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
function ranksOf({
  layout,
  question,
  postingsOf,
  vectors,
  vectorWeight,
  isRight,
}: Prepared): [string, number][] {
  return stages.map(([name, stage]: readonly [string, Stages]) => {
    const ranked = rankPages(layout, { ...question, terms: stage.terms(question.terms) }, postingsOf, DEPTH, {
      vectors,
      vectorWeight: stage.vectors ? vectorWeight : 0,
      weights: stage.weights,
    })
    const at = ranked.findIndex(isRight)
    return [name, at === -1 ? Number.POSITIVE_INFINITY : at + 1]
  })
}

if (import.meta.main) console.table(await run())

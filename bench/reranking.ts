/**
 * Whether a learned second stage ranks better than the first alone. Its weights are learned on our own questions and tried on filings that
 * none of them is about, in turn, for both sets of questions. DocuChat has no such stage: docs/retrieval.md says why.
 */
import { asc } from 'drizzle-orm'
import { chunks } from '../src/core/database/index.ts'
import type { RankedPage } from '../src/core/retrieval/rank.ts'
import { candidates, NAMES, type PageText, pageText } from './reranking/features.ts'
import { type List, learn, scoreOf } from './reranking/learn.ts'
import { findCorpus, ownQuestions } from './retrieval/corpus.ts'
import { ingestCorpus, type Library } from './retrieval/library.ts'
import { type Prepared, prepare } from './retrieval/prepared.ts'
import { MODES, measures } from './retrieval/ranks.ts'
import type { BenchRow } from './row.ts'

const CUTS = [1, 8]
/** How many of the first stage's pages the second orders anew. */
const DEPTHS = [8, 60]
const FOLDS = 5
const LEARNED_ON = 'ours'

interface Case extends List {
  readonly set: string
  readonly mode: (typeof MODES)[number]
  readonly document: string
}

export async function run(): Promise<BenchRow[]> {
  const corpus = await findCorpus()
  if (!corpus) return []
  const library = await ingestCorpus(corpus.folder)
  try {
    const textOf = await readPages(library)
    const sets = { FinanceBench: corpus.questions, [LEARNED_ON]: await ownQuestions() }
    const cases: Case[] = []
    for (const [set, questions] of Object.entries(sets)) {
      for (const mode of MODES) {
        for (const question of questions) {
          const prepared = await prepare(library, question, mode)
          const list = candidates(question.question, prepared, (page) => textOf(prepared, page))
          cases.push({ set, mode, document: question.document, ...list })
        }
      }
    }
    const comparable = standardized(cases)
    return DEPTHS.flatMap((depth) => compare(comparable, depth))
  } finally {
    await library.close()
  }
}

function compare(cases: readonly Case[], depth: number): BenchRow[] {
  const learned = cases.filter(({ set }) => set === LEARNED_ON).map((one) => firstOf(one, depth))
  const documents = [...new Set(cases.map(({ document }) => document))].sort()
  const foldOf = new Map(documents.map((document, index) => [document, index % FOLDS]))
  const weights = Array.from({ length: FOLDS }, (_, fold) =>
    learn(learned.filter(({ document }) => foldOf.get(document) !== fold)),
  )
  const rows: BenchRow[] = []
  for (const set of new Set(cases.map((one) => one.set))) {
    for (const mode of MODES) {
      const tried = cases.filter((one) => one.set === set && one.mode === mode)
      const before = measures(
        tried.map(({ right }) => rankIn(right)),
        CUTS,
      )
      const after = measures(
        tried.map((one) => {
          const learnedElsewhere = weights[foldOf.get(one.document) ?? 0] ?? []
          const order = firstOf(one, depth)
            .features.map((values, index) => ({ index, score: scoreOf(values, learnedElsewhere) }))
            .sort((a, b) => b.score - a.score)
          const reranked = order.map(({ index }) => one.right[index] ?? false)
          return rankIn([...reranked, ...one.right.slice(depth)])
        }),
        CUTS,
      )
      for (const [at, [measure, value]] of after.entries()) {
        const ratio = value / (before[at]?.[1] ?? Number.NaN)
        rows.push({
          name: `first ${depth} reranked, ${set}, ${mode}, ${measure}`,
          ...{ value, unit: 'share', ratio, against: 'the first stage' },
        })
      }
    }
  }
  const overall = learn(learned)
  for (const [at, name] of NAMES.entries()) {
    rows.push({ name: `reranking ${depth}, weight of ${name}`, value: overall[at] ?? 0, unit: '1/deviation' })
  }
  return rows
}

function firstOf<T extends List>(list: T, depth: number): T {
  return { ...list, features: list.features.slice(0, depth), right: list.right.slice(0, depth) }
}

function rankIn(right: readonly boolean[]): number {
  const at = right.indexOf(true)
  return at === -1 ? Number.POSITIVE_INFINITY : at + 1
}

/** The same lists with features of mean 0 and deviation 1. */
function standardized(cases: readonly Case[]): Case[] {
  const all = cases.flatMap(({ features }) => features)
  const moments = NAMES.map((_, at) => {
    const values = all.map((features) => features[at] ?? 0)
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
    return { mean, deviation: Math.sqrt(variance) || 1 }
  })
  return cases.map((one) => ({
    ...one,
    features: one.features.map((values) =>
      values.map((value, at) => {
        const { mean = 0, deviation = 1 } = moments[at] ?? {}
        return (value - mean) / deviation
      }),
    ),
  }))
}

async function readPages({ actor, database }: Library) {
  const rows = await database.asTenant(actor, (tx) =>
    tx
      .select({
        ...{ documentId: chunks.documentId, page: chunks.page },
        ...{ text: chunks.text, headings: chunks.headingPath },
      })
      .from(chunks)
      .orderBy(asc(chunks.documentId), asc(chunks.ordinal)),
  )
  const grouped = Map.groupBy(rows, ({ documentId, page }) => `${documentId} ${page}`)
  const read = new Map<string, PageText>()
  return ({ layout }: Prepared, { document, page }: RankedPage): PageText => {
    const key = `${layout.documents[document]?.id} ${page}`
    const parts = grouped.get(key) ?? []
    const made =
      read.get(key) ??
      pageText(
        parts.map(({ text }) => text).join('\n'),
        parts.flatMap(({ headings }) => headings),
      )
    read.set(key, made)
    return made
  }
}

if (import.meta.main) console.table(await run())

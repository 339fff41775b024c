/** A question as far as the ranking of pages takes it up: for benchmarks that change the ranking itself. */
import type { Scope } from '../../src/contract/index.ts'
import { openCorpus } from '../../src/core/retrieval/corpus.ts'
import type { CorpusLayout, TermPostings } from '../../src/core/retrieval/corpus-index.ts'
import { vectorScores } from '../../src/core/retrieval/fusion.ts'
import { searchVectors, traitsOf } from '../../src/core/retrieval/index.ts'
import { type Question, readQuestion } from '../../src/core/retrieval/question.ts'
import type { RankedPage } from '../../src/core/retrieval/rank.ts'
import type { BenchQuestion } from './corpus.ts'
import { type Library, vectorOf } from './library.ts'
import type { MODES } from './ranks.ts'
import { DEPTH } from './search.ts'

export interface Prepared {
  readonly layout: CorpusLayout
  readonly question: Question
  readonly postingsOf: (term: string) => readonly TermPostings[]
  /** By page, see fusion.ts. */
  readonly vectors: Float32Array
  readonly vectorWeight: number
  /** Whether the page answers the question. */
  readonly isRight: (page: Pick<RankedPage, 'document' | 'page'>) => boolean
}

export async function prepare(
  library: Library,
  { document, evidencePages, question: text }: BenchQuestion,
  mode: (typeof MODES)[number],
): Promise<Prepared> {
  const { actor, database, embedding, ids } = library
  const id = ids.get(`${document}.pdf`)
  if (id === undefined) throw new Error(`the corpus has no ${document}.pdf`)
  const scope: Scope = mode === 'single' ? { documentIds: [id] } : {}
  const { tenantId } = actor
  const vector = await vectorOf(library, text)
  return database.asTenant(actor, async (tx) => {
    const corpus = await openCorpus(tx, tenantId, scope)
    const { layout } = corpus
    const question = readQuestion(
      text,
      layout.documents.map(({ identity }) => identity),
    )
    const postings = await corpus.postings(tx, [...question.terms.keys()])
    const { documentIds } = scope
    const hits = vector
      ? await searchVectors(tx, { ...{ tenantId, documentIds, chunks: 0, limit: DEPTH }, vector })
      : []
    const traits = embedding && traitsOf(embedding.space)
    return {
      ...{ layout, question },
      postingsOf: (term) => postings.get(term) ?? [],
      vectors: vectorScores(layout, hits, traits?.least),
      vectorWeight: traits?.weight ?? 0,
      isRight: (page) => layout.documents[page.document]?.id === id && evidencePages.includes(page.page),
    }
  })
}

/** Ranks the pages of a corpus for a question: BM25F, primary statements, boilerplate, and the document's identity. */
import { bm25Parameters, scoreBm25 } from './bm25.ts'
import type { CorpusLayout, TermPostings } from './corpus-index.ts'
import { formFit, periodFit } from './identity.ts'
import type { Question } from './question.ts'
import { STATEMENT_SCALE, type Statement, statements } from './statements.ts'

export interface RankedPage {
  /** Index of the document in the layout. */
  readonly document: number
  /** 1-based. */
  readonly page: number
  /** Ordinal, in its document, of the chunk that fits best. */
  readonly ordinal: number
  /** The page's words alone, 0 to about 2. */
  readonly passage: number
  /** With the document's identity. */
  readonly score: number
}

export const rankWeights = {
  ...bm25Parameters,
  /** The best chunk beside the page as a whole. */
  chunk: 0.5,
  /** A page that is the statement asked for. */
  statement: 0.7,
  boilerplate: 0.15,
  /** Above any difference between pages: the named issuer's pages come first, the others stay behind them. */
  issuer: 3,
  period: 0.6,
  form: 0.3,
}

export interface RankOptions {
  /** How near each page is by vector, 0 to 1 (see fusion.ts), and what that counts (see space-traits.ts). */
  readonly vectors?: Float32Array
  readonly vectorWeight?: number
  readonly weights?: typeof rankWeights
}

/** The best `limit` pages, best first; pages that share nothing with the question are left out. */
export function rankPages(
  layout: CorpusLayout,
  question: Question,
  postingsOf: (term: string) => readonly TermPostings[],
  limit: number,
  { vectors, vectorWeight = 0, weights = rankWeights }: RankOptions = {},
): RankedPage[] {
  const scores = scoreBm25(layout, question.terms, postingsOf, weights)
  const pageCount = layout.pageNumber.length
  const chunkOf = bestChunks(layout, scores.chunks)
  const passages = new Float32Array(pageCount)
  const highestPage = highest(scores.pages)
  const highestChunk = highest(scores.chunks)
  const statementsAsked = [...question.statements].filter(([, asked]) => asked > 0)
  for (let page = 0; page < pageCount; page += 1) {
    const words = (scores.pages[page] ?? 0) / highestPage
    const chunk = (scores.chunks[chunkOf[page] ?? 0] ?? 0) / highestChunk
    const passage = (words + weights.chunk * chunk) / (1 + weights.chunk)
    passages[page] =
      passage * (1 - weights.boilerplate * (layout.boilerplate[page] ?? 0)) +
      weights.statement * statementFit(layout, statementsAsked, page) +
      vectorWeight * (vectors?.[page] ?? 0)
  }
  const priors = layout.documents.map(({ identity }, index) => {
    const issuer = question.issuers[index] ?? 0
    return (
      weights.issuer * issuer +
      weights.period * (periodFit(identity, question.period) ?? 0) +
      weights.form * (formFit(identity, question.forms) ?? 0)
    )
  })
  const best = new Best(limit)
  for (let page = 0; page < pageCount; page += 1) {
    const passage = passages[page] ?? 0
    if (passage > 0) best.add(page, passage + (priors[layout.documentOfPage[page] ?? 0] ?? 0))
  }
  return best.inOrder().map(({ page, score }) => {
    const document = layout.documentOfPage[page] ?? 0
    return {
      document,
      page: layout.pageNumber[page] ?? 0,
      ordinal: (chunkOf[page] ?? 0) - (layout.firstChunk[document] ?? 0),
      passage: passages[page] ?? 0,
      score,
    }
  })
}

/** The `limit` pages with the highest scores, without sorting all: a search of 100,000 chunks would spend 10 ms on that. */
class Best {
  private kept: { readonly page: number; readonly score: number }[] = []
  private floor = Number.NEGATIVE_INFINITY
  private readonly limit: number

  constructor(limit: number) {
    this.limit = limit
  }

  add(page: number, score: number): void {
    if (score <= this.floor) return
    this.kept.push({ page, score })
    if (this.kept.length < 2 * this.limit + 64) return
    this.kept = this.inOrder()
    this.floor = this.kept.at(-1)?.score ?? this.floor
  }

  /** Best first; of equal ones the first in the corpus. */
  inOrder(): { readonly page: number; readonly score: number }[] {
    return this.kept.sort((a, b) => b.score - a.score || a.page - b.page).slice(0, this.limit)
  }
}

/** 0 to 1: how well the page is one of the statements asked for, by how much it is asked for. */
function statementFit(
  layout: CorpusLayout,
  asked: readonly (readonly [Statement, number])[],
  page: number,
): number {
  let fit = 0
  for (const [statement, weight] of asked) {
    const place = page * statements.length + statements.indexOf(statement)
    fit = Math.max(fit, (weight * (layout.statementScores[place] ?? 0)) / STATEMENT_SCALE)
  }
  return fit
}

function bestChunks(layout: CorpusLayout, chunkScores: Float32Array): Int32Array {
  const best = new Int32Array(layout.pageNumber.length)
  for (let page = 0; page < best.length; page += 1) {
    let winner = layout.firstChunkOfPage[page] ?? 0
    const end = layout.firstChunkOfPage[page + 1] ?? chunkScores.length
    for (let chunk = winner + 1; chunk < end; chunk += 1) {
      if ((chunkScores[chunk] ?? 0) > (chunkScores[winner] ?? 0)) winner = chunk
    }
    best[page] = winner
  }
  return best
}

function highest(values: Float32Array): number {
  let top = 0
  // By index: an iterator takes ten times as long, and there are 100,000.
  for (let at = 0; at < values.length; at += 1) top = Math.max(top, values[at] ?? 0)
  return top === 0 ? 1 : top
}

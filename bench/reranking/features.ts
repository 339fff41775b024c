/** What a second stage could look at on each of the pages that the first one found. */
import { analyze } from '../../src/core/retrieval/analyze.ts'
import { scoreBm25 } from '../../src/core/retrieval/bm25.ts'
import { type RankedPage, rankPages, rankWeights } from '../../src/core/retrieval/rank.ts'
import { STATEMENT_SCALE, statements } from '../../src/core/retrieval/statements.ts'
import type { Prepared } from '../retrieval/prepared.ts'
import type { List } from './learn.ts'

/** A page's text, and the headings over its chunks. */
export interface PageText {
  readonly lines: readonly string[]
  readonly terms: readonly (readonly string[])[]
  readonly headings: ReadonlySet<string>
}

export function pageText(text: string, headings: readonly string[]): PageText {
  return {
    lines: text.split('\n'),
    terms: analyze(text).map(({ terms }) => terms),
    headings: new Set(analyze(headings.join('\n')).flatMap(({ terms }) => terms)),
  }
}

const CANDIDATES = 60
/** Tokens that words near each other stand in. */
const NEAR = 24
const ASKS_FIGURE =
  /\b(?:how (?:much|many|large|big)|what (?:is|was|were|are)|amount|number|total|rate|ratio|percent|margin|value)\b/i
const UNIT = /\b(?:millions|thousands|billions)\b/i

export const NAMES = [
  ...['first stage', 'words of the page', 'words of the best passage', 'vectors', 'statement'],
  ...['words of the question on the page', 'words near each other', 'words in headings'],
  ...['share of table rows', 'table rows, where a figure is asked', 'unit, where a figure is asked'],
]

/** The candidates of a question in the order of the first stage, each with the features of {@link NAMES}. */
export function candidates(
  text: string,
  prepared: Prepared,
  pageOf: (page: RankedPage) => PageText,
): List & { readonly ranked: readonly RankedPage[] } {
  const { layout, question, postingsOf, vectors, vectorWeight, isRight } = prepared
  const options = { vectors, vectorWeight, weights: rankWeights }
  const ranked = rankPages(layout, question, postingsOf, CANDIDATES, options)
  const words = scoreBm25(layout, question.terms, postingsOf)
  const [highestPage, highestChunk] = [highest(words.pages), highest(words.chunks)]
  const worth = worthOf(prepared)
  const all = [...worth.values()].reduce((sum, value) => sum + value, 0) || 1
  const asksFigure = ASKS_FIGURE.test(text) ? 1 : 0
  const features = ranked.map((page) => {
    const { lines, terms, headings } = pageOf(page)
    const index = pageIndex(prepared, page)
    const chunk = (layout.firstChunk[page.document] ?? 0) + page.ordinal
    const rows = lines.filter((line) => line.includes('\t')).length / Math.max(1, lines.length)
    const found = new Set(terms.flat())
    return [
      page.score,
      (words.pages[index] ?? 0) / highestPage,
      (words.chunks[chunk] ?? 0) / highestChunk,
      vectors[index] ?? 0,
      statementFit(prepared, index),
      worthIn(found, worth) / all,
      nearest(terms, worth) / all,
      worthIn(headings, worth) / all,
      rows,
      rows * asksFigure,
      asksFigure && UNIT.test(lines.join('\n')) ? 1 : 0,
    ]
  })
  return { ranked, features, right: ranked.map(isRight) }
}

/** The rarity of each term of the question among the pages searched, times its weight. */
function worthOf({ layout, question, postingsOf }: Prepared): Map<string, number> {
  const pages = layout.pageNumber.length
  return new Map(
    [...question.terms].map(([term, weight]) => {
      const { pages: scores } = scoreBm25(layout, new Map([[term, 1]]), postingsOf)
      const having = scores.reduce((count, score) => count + (score > 0 ? 1 : 0), 0)
      return [term, weight * Math.log(1 + (pages - having + 0.5) / (having + 0.5))]
    }),
  )
}

const worthIn = (terms: ReadonlySet<string>, worth: ReadonlyMap<string, number>): number =>
  [...worth].reduce((sum, [term, value]) => sum + (terms.has(term) ? value : 0), 0)

/** The most that distinct terms within {@link NEAR} tokens are worth together. */
function nearest(terms: PageText['terms'], worth: ReadonlyMap<string, number>): number {
  let best = 0
  for (const [at, here] of terms.entries()) {
    if (!here.some((term) => worth.has(term))) continue
    best = Math.max(best, worthIn(new Set(terms.slice(at, at + NEAR).flat()), worth))
  }
  return best
}

function pageIndex({ layout }: Prepared, { document, page }: RankedPage): number {
  const first = layout.firstChunk[document] ?? 0
  let index = layout.pageOfChunk[first] ?? 0
  while (layout.pageNumber[index] !== page && layout.documentOfPage[index] === document) index += 1
  return index
}

function statementFit({ layout, question }: Prepared, page: number): number {
  const fits = statements.map(
    (statement, at) =>
      ((question.statements.get(statement) ?? 0) *
        (layout.statementScores[page * statements.length + at] ?? 0)) /
      STATEMENT_SCALE,
  )
  return Math.max(...fits)
}

const highest = (values: Float32Array): number => values.reduce((top, value) => Math.max(top, value), 0) || 1

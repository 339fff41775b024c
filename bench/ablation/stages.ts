/** The stages of retrieval in the order in which they are added. */
import { rankWeights } from '../../src/core/retrieval/rank.ts'

type Terms = ReadonlyMap<string, number>

export interface Stages {
  readonly terms: (terms: Terms) => Terms
  readonly weights: typeof rankWeights
  readonly vectors: boolean
}

/** Every word counts alike, and none is a measure of the lexicon. */
const plain = (terms: Terms): Terms =>
  new Map([...terms].flatMap(([term]) => (term.startsWith('~') ? [] : [[term, 1] as const])))
const weighed = (terms: Terms): Terms => terms

const none = { ...rankWeights, chunk: 0, statement: 0, boilerplate: 0, issuer: 0, period: 0, form: 0 }
const { boilerplate, chunk, form, issuer, period, statement } = rankWeights

export const BM25_ALONE = 'BM25F over pages'

export const stages: readonly (readonly [string, Stages])[] = [
  [BM25_ALONE, { terms: plain, weights: none, vectors: false }],
  ['with the best chunk', { terms: plain, weights: { ...none, chunk }, vectors: false }],
  ['with the lexicon', { terms: weighed, weights: { ...none, chunk }, vectors: false }],
  [
    'with statements and boilerplate',
    { terms: weighed, weights: { ...none, chunk, statement, boilerplate }, vectors: false },
  ],
  [
    'with the identity of documents',
    {
      terms: weighed,
      weights: { ...none, chunk, statement, boilerplate, issuer, period, form },
      vectors: false,
    },
  ],
  ['with vectors', { terms: weighed, weights: rankWeights, vectors: true }],
]

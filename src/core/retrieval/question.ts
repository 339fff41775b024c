/** What a question asks of the index: weighted terms, measures, statements, period and form. */
import { analyze, type Token } from './analyze.ts'
import { conceptsAsked, conceptTerm } from './concepts.ts'
import type { IdentityTerms } from './identity.ts'
import { mentionOf, type QuestionWord, questionWords, withoutPartial } from './issuer-names.ts'
import { concepts } from './lexicon.ts'
import { normalize } from './normalize.ts'
import { type AskedPeriod, askedForms, askedPeriod } from './periods.ts'
import { isPersian, joinedPairs, withoutHalfSpaces } from './persian.ts'
import { type Statement, statementsNamed } from './statements.ts'
import { phrasingWords, stopWords } from './stop-words.ts'

export interface Question {
  /** Weight of each index term; those of 1 are the question's own words. */
  readonly terms: ReadonlyMap<string, number>
  /** How much each primary statement is asked for: 1 when named, less when only a line of it is. */
  readonly statements: ReadonlyMap<Statement, number>
  readonly period: AskedPeriod
  readonly forms: readonly string[]
  /** For each document of the index, how surely the question names its issuer, 0 to 1. */
  readonly issuers: readonly number[]
}

/**
 * Relative weights of what a question's words are worth. Set by hand on a plateau: on the benchmark's 33 questions, halving or
 * doubling any one of these or of rankWeights keeps page hit@8 between 0.91 and 1.00, single and shared.
 */
export const questionWeights = {
  word: 1,
  /** A lexicon measure that the question names, and those that it is computed from. */
  concept: 3,
  component: 1.5,
  /** A word of a measure's name, which the measure stands for already. */
  coveredWord: 0.5,
  /** A part of a compound, which stands beside the compound itself. */
  part: 0.5,
  /** Years and forms tell documents apart; within the right one they are on every page. */
  period: 0.3,
  /** The issuer's name likewise. */
  issuer: 0.1,
  /** "Balance sheet" in a question names a place more than a subject. */
  statementWord: 0.3,
  conceptStatement: 0.7,
  componentStatement: 0.5,
}

/** Reads the question against the identities of the documents that are searched. */
export function readQuestion(
  text: string,
  identities: readonly IdentityTerms[],
  weights = questionWeights,
): Question {
  const words = questionWords(text)
  const { issuers, spans } = findIssuers(words, identities)
  const tokens = analyze(text)
  const issuerTerms = new Set(
    spans.flatMap((span) => analyze(text.slice(span.start, span.end))).flatMap(({ terms }) => terms),
  )
  const terms = new Map<string, number>()
  const add = (term: string, weight: number) => terms.set(term, Math.max(weight, terms.get(term) ?? 0))

  const normalized = normalize(text)
  const named = statementsNamed(normalized)
  const statements = new Map<Statement, number>(named.map((statement) => [statement, 1]))
  const placeWords = named.length > 0 ? statementWords : NO_WORDS
  const asked = conceptsAsked(withoutSpans(tokens, issuerTerms, placeWords))
  for (const token of tokens) {
    if (phrasingWords.has(withoutHalfSpaces(token.word))) continue
    for (const [index, term] of token.terms.entries()) {
      const weight = issuerTerms.has(term)
        ? weights.issuer
        : PERIOD_WORD.test(term)
          ? weights.period
          : placeWords.has(term)
            ? weights.statementWord
            : asked.covered.has(term)
              ? weights.coveredWord
              : index > 0 && isPersian(token.word)
                ? weights.part
                : weights.word
      add(term, weight)
    }
  }
  for (const pair of joinedPairs(
    tokens.map(({ word }) => word),
    (word) => stopWords.has(word),
  )) {
    for (const term of analyze(pair).flatMap(({ terms }) => terms)) add(term, weights.word)
  }
  for (const concept of asked.concepts) {
    add(conceptTerm(concept.id), weights.concept)
    for (const statement of concept.statements ?? []) raise(statements, statement, weights.conceptStatement)
    for (const part of concept.from ?? []) {
      add(conceptTerm(part), weights.component)
      for (const statement of statementsOf(part)) raise(statements, statement, weights.componentStatement)
    }
  }
  return { terms, statements, period: askedPeriod(text), forms: askedForms(text), issuers }
}

interface Span {
  readonly start: number
  readonly end: number
}

function findIssuers(
  words: readonly QuestionWord[],
  identities: readonly IdentityTerms[],
): { issuers: number[]; spans: Span[] } {
  const found = identities.flatMap((identity, index) => {
    const mention = mentionOf(identity, words)
    return mention ? [{ index, mention }] : []
  })
  const issuers = new Array<number>(identities.length).fill(0)
  const spans: Span[] = []
  for (const { index, mention } of withoutPartial(found)) {
    issuers[index] = Math.max(issuers[index] ?? 0, mention.strength)
    // A short name that only one filing spells out means the issuer's other filings just as well.
    const names = identities[index]?.names ?? []
    for (const [other, { names: otherNames }] of identities.entries()) {
      if (otherNames.some((name) => names.includes(name)))
        issuers[other] = Math.max(issuers[other] ?? 0, mention.strength)
    }
    const first = words[mention.start]
    const last = words[mention.end - 1]
    if (first && last) spans.push({ start: first.start, end: last.end })
  }
  return { issuers, spans }
}

/** The issuer's name and the named statement are no measures: a company called “Prime Revenue” reports none by its name. */
const withoutSpans = (
  tokens: readonly Token[],
  issuerTerms: ReadonlySet<string>,
  placeWords: ReadonlySet<string>,
): Token[] =>
  tokens.map((token) =>
    token.terms.some(
      (term) =>
        issuerTerms.has(term) || (placeWords.has(term) && placeWords.size > 0 && PLACE_ONLY.has(term)),
    )
      ? { ...token, terms: [] }
      : token,
  )

const raise = (statements: Map<Statement, number>, statement: Statement, weight: number) =>
  statements.set(statement, Math.max(weight, statements.get(statement) ?? 0))

const statementsOf = (id: string): readonly Statement[] =>
  concepts.find((concept) => concept.id === id)?.statements ?? []

const NO_WORDS: ReadonlySet<string> = new Set()
const statementWords: ReadonlySet<string> = new Set(
  analyze(
    'balance sheet sheets statement statements consolidated cash flow flows income operations earnings financial position p&l',
  ).flatMap(({ terms }) => terms),
)
const PLACE_ONLY: ReadonlySet<string> = new Set(
  analyze('balance sheet statement statements').flatMap(({ terms }) => terms),
)
/** Years of both calendars: 14xx is now in the Persian one. */
const PERIOD_WORD =
  /^(?:(?:19|20|1[34])\d{2}|q[1-4]|fiscal|fy|quarter|year|annual|10k|10q|8k|end|1[qk]|[1-4]q)$/u

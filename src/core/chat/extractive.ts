/** Answers without a model: picks the sentences and table rows that bear on the question, to be quoted word for word. */

import { askedPeriod, questionTerms, textTerms } from '../retrieval/index.ts'
import { type Figure, figuresOf } from './figure.ts'
import { foldForMatching, foldText } from './fold.ts'
import type { Passage, Span } from './passage.ts'
import { type Unit, unitsOf } from './sentences.ts'
import { columnHeadings, figuresIn, isHeadingRow } from './table-rows.ts'

export interface Quotation {
  /** Number of the passage. */
  readonly n: number
  /** The words, as they are shown: table cells set apart, overlong sentences cut. */
  readonly text: string
  /** Where they stand in the passage. */
  readonly spans: readonly Span[]
  /** What a table row says for the periods asked for; empty where it is no row, or its columns cannot be told apart. */
  readonly figures: readonly Figure[]
}

export interface Quotations {
  readonly quotations: readonly Quotation[]
  /** How much of what the question is about the best of them holds, with what stands above it: 0 to 1. */
  readonly coverage: number
}

const MOST_QUOTATIONS = 6
const FEWEST_QUOTATIONS = 2
/** A quotation that adds less than this share of what the best one gives is left out. */
const WORTH = 0.4
/** Retrieval saw more of the document than the words of one passage: each rank lower counts this much less. */
const RANK_DISCOUNT = 0.06
/** BM25's length normalisation, k1 and b: Robertson & Zaragoza 2009, §3.2; b is lower because quotable units are all short. */
const K1 = 1.2
const B = 0.4
/** Words of the headings above, or of the column headings, count for the unit as well, but less than its own. */
const CONTEXT_WEIGHT = 0.4
/** What a term already covered by a chosen quotation is still worth in the next. */
const REPEATED_WEIGHT = 0.6
/** The company whose documents these are is named on every page. */
const ISSUER_WEIGHT = 0.15
/** What names none of the years asked for, nor stands below one, is likely of another year. */
const OTHER_YEAR = 0.6
const LONGEST_QUOTATION = 450

/** Up to six quotations for `question`, best first, none twice; none when no unit shares a word with it. */
export function quotationsFor(question: string, passages: readonly Passage[]): Quotations {
  const issuer = issuerTerms(question, passages)
  const wanted = new Map(
    [...questionTerms(question)].map(([term, weight]) => [
      term,
      issuer.has(term) ? weight * ISSUER_WEIGHT : weight,
    ]),
  )
  const { years } = askedPeriod(question)
  const folded = foldText(question)
  const wants = reason.test(folded) ? 'reason' : figure.test(folded) ? 'figure' : 'either'
  const candidates = passages.flatMap((passage, rank) => candidatesOf(passage, rank))
  const weights = inverseFrequencies(wanted, candidates)
  const averageLength = candidates.reduce((sum, { length }) => sum + length, 0) / (candidates.length || 1)
  const covered = new Set<string>()
  const chosen: Candidate[] = []
  const seen = new Set<string>()
  let best = 0
  while (chosen.length < MOST_QUOTATIONS) {
    const scored = candidates
      .filter((candidate) => !chosen.includes(candidate) && !seen.has(candidate.folded))
      .map((candidate) => ({
        candidate,
        score:
          score(candidate, weights, covered, averageLength, wants) *
          (isOfOtherYear(candidate, years) ? OTHER_YEAR : 1),
      }))
    const top = scored.reduce((a, b) => (b.score > a.score ? b : a), {
      candidate: undefined,
      score: 0,
    } as Scored)
    if (!top.candidate || top.score <= 0) break
    best ||= top.score
    const worth = chosen.length < FEWEST_QUOTATIONS ? WORTH / 2 : WORTH
    if (top.score < best * worth) break
    chosen.push(top.candidate)
    seen.add(top.candidate.folded)
    for (const term of weights.keys()) if (top.candidate.own.has(term)) covered.add(term)
  }
  return {
    quotations: chosen.map((candidate) => quotationOf(candidate, years)),
    coverage: coverageOf(chosen, weights),
  }
}

/** The terms of the question's names that are in a document's name as well. */
function issuerTerms(question: string, passages: readonly Passage[]): ReadonlySet<string> {
  const names = textTerms(
    (question.match(/\b[\p{Lu}\d][\p{L}\d&’']+/gu) ?? []).filter((word) => /\p{L}/u.test(word)).join(' '),
  )
  const documents = textTerms(
    passages.map(({ documentName }) => documentName.replace(/[_.-]+/g, ' ')).join(' '),
  )
  return new Set([...names].filter((term) => documents.has(term)))
}

function isOfOtherYear({ own, context }: Candidate, years: readonly number[]): boolean {
  return years.length > 0 && !years.some((year) => own.has(String(year)) || context.has(String(year)))
}

/** The share of the question's terms, by weight, that one of the chosen holds or stands below; a year alone is on every page. */
function coverageOf(chosen: readonly Candidate[], weights: ReadonlyMap<string, number>): number {
  const subjects = [...weights].filter(([term]) => !/^\d/.test(term))
  const sum = (terms: readonly (readonly [string, number])[]) =>
    terms.reduce((total, [, weight]) => total + weight, 0)
  const held = chosen.map(({ own, context }) =>
    sum(subjects.filter(([term]) => own.has(term) || context.has(term))),
  )
  return Math.max(0, ...held) / (sum(subjects) || 1)
}

interface Scored {
  readonly candidate: Candidate | undefined
  readonly score: number
}

interface Candidate {
  readonly passage: Passage
  readonly unit: Unit
  /** The rows that say what a table row's columns are and in which unit. */
  readonly headings: readonly Unit[]
  readonly rank: number
  readonly own: ReadonlySet<string>
  readonly context: ReadonlySet<string>
  readonly length: number
  readonly folded: string
}

function candidatesOf(passage: Passage, rank: number): Candidate[] {
  const units = unitsOf(passage.text, passage.lines)
  const about = `${passage.headingPath.join(' ')} ${passage.documentName.replace(/[_.-]+/g, ' ')}`
  return units.flatMap((unit, index) => {
    if (unit.kind === 'heading' || isHeadingRow(unit) || unit.text.length < 12) return []
    const headings = unit.kind === 'row' ? columnHeadings(units, index) : []
    const nearest = units.slice(0, index).findLast(({ kind }) => kind === 'heading')
    const context = textTerms([about, nearest?.text ?? '', ...headings.map(({ text }) => text)].join(' '))
    const own = textTerms(unit.text)
    return [
      {
        passage,
        unit,
        headings,
        rank,
        own,
        context,
        length: own.size,
        folded: foldForMatching(unit.text).text,
      },
    ]
  })
}

/** The question's terms with their weights, the rarer among the candidates the heavier. */
function inverseFrequencies(
  wanted: ReadonlyMap<string, number>,
  candidates: readonly Candidate[],
): Map<string, number> {
  const count = candidates.length
  return new Map(
    [...wanted].map(([term, weight]) => {
      const frequency = candidates.filter(({ own }) => own.has(term)).length
      // BM25's idf with the one added that keeps it positive (Lucene's form).
      return [term, weight * Math.log(1 + (count - frequency + 0.5) / (frequency + 0.5))]
    }),
  )
}

function score(
  candidate: Candidate,
  weights: ReadonlyMap<string, number>,
  covered: ReadonlySet<string>,
  averageLength: number,
  wants: Wants,
): number {
  const { own, context, rank, length, unit } = candidate
  let subject = 0
  let numbers = 0
  let around = 0
  for (const [term, weight] of weights) {
    const worth = covered.has(term) ? weight * REPEATED_WEIGHT : weight
    if (own.has(term)) {
      if (/^\d/.test(term)) numbers += worth
      else subject += worth
    } else if (context.has(term)) around += worth * CONTEXT_WEIGHT
  }
  // A year alone is on every page.
  if (subject === 0) return 0
  const normalisation = (K1 + 1) / (1 + K1 * (1 - B + (B * length) / (averageLength || 1)))
  const discount = 1 + RANK_DISCOUNT * rank
  return ((subject + numbers + around) * normalisation * formFactor(unit, wants)) / discount
}

type Wants = 'figure' | 'reason' | 'either'

/** A question for a figure is answered by one, and why by a sentence; fragments and rows without a value say little. */
function formFactor({ kind, text }: Unit, wants: Wants): number {
  const figures = figuresIn(text)
  if (kind === 'row') return figures === 0 ? 0.3 : wants === 'figure' ? 1.3 : wants === 'reason' ? 0.5 : 1
  const fragment = /^\p{Ll}/u.test(text) || !/[.!?؟:;][”"’»)]*$/u.test(text)
  return (fragment ? 0.6 : 1) * (wants === 'figure' && figures > 0 ? 1.15 : 1)
}

const figure =
  /\b(?:how (?:much|many|large|big)|what (?:is|was|were|are)|amount|number|total|rate|ratio|percent|margin|value)\b|چقدر|چند|مبلغ|درصد|میزان|نسبت/u
const reason =
  /\b(?:why|what (?:drove|caused|explains)|reasons?|explain|causes?|drivers?|due to|because of)\b|چرا|علت|دلیل|دلایل|عوامل/u

function quotationOf({ passage, unit, headings }: Candidate, years: readonly number[]): Quotation {
  const end = unit.text.length > LONGEST_QUOTATION ? cutAtWord(unit.text) : unit.text.length
  const cut = end < unit.text.length ? '…' : ''
  const text = [...headings.map((heading) => heading.text), unit.text.slice(0, end) + cut]
    .map(readable)
    .join(' — ')
  const spans = [...headings, { start: unit.start, end: unit.start + end }].map(({ start, end }) => ({
    start,
    end,
  }))
  const figures = unit.kind === 'row' ? figuresOf(unit, headings, years) : []
  return { n: passage.n, text, spans, figures }
}

const cutAtWord = (text: string) => text.slice(0, LONGEST_QUOTATION).search(/\s+\S*$/u)

/** One line, table cells set apart by bars. */
const readable = (text: string) => text.replace(/[ ]*\t[\t ]*/g, ' | ').replace(/\s*\n\s*/g, ' ')

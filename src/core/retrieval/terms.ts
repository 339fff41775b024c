/** The terms of a question and of a text, for those who match the two outside the index. */
import { analyze } from './analyze.ts'
import { conceptsAsked, conceptsIn, conceptTerm } from './concepts.ts'
import { readQuestion } from './question.ts'

/** What the question asks about: index terms, measures of the lexicon among them, each with its weight (1 for an ordinary word). */
export function questionTerms(question: string): ReadonlyMap<string, number> {
  return readQuestion(question, []).terms
}

/** The index terms of `text`, measures of the lexicon among them. */
export function textTerms(text: string): ReadonlySet<string> {
  const tokens = analyze(text)
  const terms = new Set(tokens.flatMap((token) => token.terms))
  for (const id of conceptsIn(tokens)) terms.add(conceptTerm(id))
  return terms
}

/** Whether `text` names a measure of the lexicon, such as EBITDA or capex. */
export function namesMeasure(text: string): boolean {
  return conceptsAsked(analyze(text)).concepts.length > 0
}

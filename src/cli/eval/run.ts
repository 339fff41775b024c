/** Asks the questions of an evaluation, each of the document that answers it and of all. */
import type { Document, Scope, SearchResult } from '../../contract/index.ts'
import { findDocumentIds } from '../resolve.ts'
import type { Session } from '../session.ts'
import { CUTS, type Measures, measure, type Outcome, READ, standsIn } from './measure.ts'
import type { EvalQuestion } from './questions.ts'

/** `single`: only the document that answers is searched; `shared`: all are. */
export type Mode = 'single' | 'shared'

export interface Answered {
  readonly question: EvalQuestion
  /** The documents that answer it. */
  readonly wanted: readonly string[]
  readonly outcome: Outcome
  /** Best first. */
  readonly found: readonly SearchResult[]
}

export interface Run {
  readonly measures: Measures
  readonly answered: readonly Answered[]
}

const DEPTH = Math.max(...CUTS)

/** Throws `not_found` for a question whose document is not there. */
export async function runEvaluation(
  { client, signal }: Pick<Session, 'client' | 'signal'>,
  documents: readonly Document[],
  questions: readonly EvalQuestion[],
  mode: Mode,
): Promise<Run> {
  const answered: Answered[] = []
  for (const question of questions) {
    signal.throwIfAborted()
    const documentIds = findDocumentIds(documents, [question.document])
    const scope: Scope = mode === 'single' ? { documentIds } : {}
    const found = await client.search({ query: question.question, scope, limit: DEPTH })
    const outcome = outcomeOf(question, new Set(documentIds), found)
    answered.push({ question, wanted: documentIds, found, outcome })
  }
  return { answered, measures: measure(answered.map(({ outcome }) => outcome)) }
}

function outcomeOf(
  { pages, answer }: EvalQuestion,
  documentIds: ReadonlySet<string>,
  found: readonly SearchResult[],
): Outcome {
  const at = found.findIndex(({ document, page }) => documentIds.has(document.id) && pages.includes(page))
  const read = found.slice(0, READ).map(({ text }) => text)
  return {
    rank: at === -1 ? Number.POSITIVE_INFINITY : at + 1,
    hasAnswer: answer === undefined ? null : standsIn(answer, read),
  }
}

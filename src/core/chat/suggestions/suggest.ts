/** Suggests first questions that the documents in scope can answer, from what they are and what they speak of. */
import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import type { Actor, Language, Scope } from '../../../contract/index.ts'
import { documents, type Transaction } from '../../database/index.ts'
import { conceptMentions, inScope } from '../../retrieval/index.ts'
import { spokenName } from './company-name.ts'
import { headingsOf } from './headings.ts'
import { headingTexts, periodTexts, type Topic, topics } from './texts.ts'

const MOST = 4
/** The latest documents of the scope stand for all of it. */
const LOOKED_AT = 40

/** Up to four questions in `language`, each about another subject and, where there are several, about another document. */
export async function suggest(
  tx: Transaction,
  actor: Actor,
  scope: Scope,
  language: Language,
): Promise<string[]> {
  const latest = await latestReady(tx, actor, scope)
  const chosen = inTurn(latest).slice(0, MOST)
  const mentions = await conceptMentions(
    tx,
    actor.tenantId,
    chosen.map(({ id }) => id),
    concepts,
  )
  const asReports = chosen.map((document) => aboutReport(document, mentions.get(document.id), language))
  const others = chosen.filter((_, index) => asReports[index]?.length === 0)
  const headings = await headingsOf(
    tx,
    actor.tenantId,
    others.map(({ id }) => id),
  )
  const asOthers = others.map((document) =>
    aboutHeadings(latest.length === 1 ? null : nameOf(document), headings.get(document.id) ?? [], language),
  )
  return taken([...asReports, ...asOthers], MOST)
}

const concepts = [...new Set(topics.flatMap(({ needs }) => Object.keys(needs)))]

/** A question, and the subject that no other question should repeat. */
interface Suggestion {
  readonly subject: Topic | string
  readonly text: string
}

type Candidate = Awaited<ReturnType<typeof latestReady>>[number]

function latestReady(tx: Transaction, actor: Actor, scope: Scope) {
  const { id, name, title, company, form, fiscalYear, fiscalQuarter } = documents
  return tx
    .select({ id, name, title, company, form, fiscalYear, fiscalQuarter })
    .from(documents)
    .where(and(inScope(actor.tenantId, scope), eq(documents.status, 'ready'), isNull(documents.deletedAt)))
    .orderBy(desc(sql`coalesce(${documents.periodEnd}, ${documents.createdAt}::date)`), desc(documents.id))
    .limit(LOOKED_AT)
}

/**
 * Reports of different companies first, so that four questions show what all there is; then other documents, whose names a search
 * understands less well.
 */
function inTurn(all: readonly Candidate[]): Candidate[] {
  const seen = new Set<string>()
  const first = all.filter(({ company }) => {
    const key = company === null ? '' : spokenName(company).toLowerCase()
    if (key === '' || seen.has(key)) return false
    seen.add(key)
    return true
  })
  const rest = all.filter((document) => !first.includes(document))
  return [
    ...first,
    ...rest.filter(({ company }) => company !== null),
    ...rest.filter(({ company }) => company === null),
  ]
}

function aboutReport(
  { company, form, fiscalYear, fiscalQuarter }: Candidate,
  mentions: ReadonlyMap<string, number> = new Map(),
  language: Language,
): Suggestion[] {
  if (company === null) return []
  const period = periodTexts[language](fiscalYear, fiscalQuarter)
  return topics
    .filter(
      ({ forms, needs }) =>
        (forms === undefined || (form !== null && forms.includes(form))) &&
        Object.entries(needs).every(([concept, fewest]) => (mentions.get(concept) ?? 0) >= fewest),
    )
    .map((topic) => ({ subject: topic, text: topic.question[language](spokenName(company), period) }))
}

const aboutHeadings = (
  document: string | null,
  headings: readonly string[],
  language: Language,
): Suggestion[] =>
  headings.map((heading) => ({ subject: heading, text: headingTexts[language](document, heading) }))

const nameOf = ({ name, title }: Candidate): string =>
  title ?? name.replace(/\.pdf$/iu, '').replaceAll('_', ' ')

/** The first new subject of each document in turn, until there are `most` questions or none is left. */
function taken(open: readonly (readonly Suggestion[])[], most: number): string[] {
  const subjects = new Set<Suggestion['subject']>()
  const texts: string[] = []
  for (let before = -1; texts.length !== before; ) {
    before = texts.length
    for (const suggestions of open) {
      const next = suggestions.find(({ subject }) => !subjects.has(subject))
      if (!next || texts.length === most) continue
      subjects.add(next.subject)
      texts.push(next.text)
    }
  }
  return texts
}

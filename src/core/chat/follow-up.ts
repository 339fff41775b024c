/** Completes a follow-up question from the questions before it, without a model. */
import { namesMeasure } from '../retrieval/index.ts'
import { foldText } from './fold.ts'
import { wordTerm } from './words.ts'

/**
 * A question that stands alone is returned as it is. One that is short or points back ("and in 2017?", "how about its margin?")
 * is appended to the question before it, from which the periods, names and subject are taken out that it brings itself.
 * `earlier` are the user's questions before it, oldest first.
 */
export function standalone(question: string, earlier: readonly string[]): string {
  let previous: string | undefined
  for (const asked of earlier) previous = previous === undefined ? asked : complete(asked, previous)
  return previous === undefined ? question : complete(question, previous)
}

function complete(question: string, previous: string): string {
  if (!isFollowUp(question)) return question
  const own = tokensOf(question)
  const brings = (kind: Kind) => own.some((token) => token.kind === kind)
  const compares = comparison.test(question)
  const replaced = new Set<Kind>([
    ...(brings('period') && !compares ? ['period' as const] : []),
    ...(brings('form') ? ['form' as const] : []),
    ...(brings('name') && !compares ? ['name' as const] : []),
    ...(brings('subject') && changesSubject.test(question) ? ['subject' as const] : []),
  ])
  const kept = tokensOf(previous)
    .filter((token) => !replaced.has(token.kind))
    .map((token) => token.text)
  const added = own.filter((token) => token.kind !== 'other').map((token) => token.text)
  return [...trimOthers(kept, previous), ...added.filter((text) => !kept.includes(text))].join(' ')
}

type Kind = 'period' | 'form' | 'name' | 'subject' | 'other'
interface Token {
  readonly text: string
  readonly kind: Kind
}

function tokensOf(question: string): Token[] {
  const texts = question.match(/[\p{L}\p{M}\p{N}\u200c&$%'’./-]*[\p{L}\p{M}\p{N}%]/gu) ?? []
  return texts.map((text, index) => ({ text, kind: kindOf(text, texts[index - 1]) }))
}

function kindOf(text: string, before: string | undefined): Kind {
  const folded = foldText(text)
  if (period.test(folded)) return 'period'
  if (form.test(folded)) return 'form'
  if (pointers.has(folded) || wordTerm(folded) === null) return 'other'
  // EBITDA and R&D are written like names; what is somebody's is a subject as well.
  if (namesMeasure(text) || /^(?:its|their)$/i.test(before ?? '')) return 'subject'
  const capitalBegins = before === undefined && /^\p{Lu}\p{Ll}+$/u.test(text)
  return /\p{Lu}|\d/u.test(text) && !capitalBegins ? 'name' : 'subject'
}

const form = /^(?:10|20|8|6)-?[kqf]$/
const period =
  /^(?:fy\s?)?(?:(?:19|20)\d\d|1[34]\d\d)$|^fy['’]?\d\d(?:\d\d)?$|^[1-4]?q[1-4]?(?:['’]?\d\d)?$|^(?:19|20)\d\d[/-]\d{2,4}$/

/** Words that stand for something in the question before. */
const reference = new Set(
  [
    'it',
    'its',
    'they',
    'their',
    'them',
    'this',
    'that',
    'these',
    'those',
    'same',
    'آن',
    'این',
    'همان',
    'آنها',
    'آن‌ها',
  ].map(foldText),
)

/** Words that only tie a question to the one before it. */
const pointers = new Set([
  ...reference,
  ...[
    ...['he', 'she', 'his', 'her', 'there'],
    ...[
      'also',
      'again',
      'then',
      'instead',
      'about',
      'else',
      'company',
      'year',
      'quarter',
      'period',
      'value',
      'number',
    ],
    ...['figure', 'one', 'ones', 'previous', 'prior', 'last', 'next'],
    ...['همین', 'اینها', 'ایشان', 'شرکت', 'سال', 'دوره', 'فصل', 'نیز', 'هم'],
    ...['دیگر', 'قبل', 'بعد', 'قبلی', 'بعدی'],
  ].map(foldText),
])

/** How few words of its own make a question lean on the one before it. */
const FEW = 2

function isFollowUp(question: string): boolean {
  const tokens = tokensOf(question)
  const own = tokens.filter(({ kind }) => kind === 'name' || kind === 'subject').length
  if (connector.test(question)) return own <= 4
  const points = tokens.some(({ text }) => reference.has(foldText(text)))
  const hasName = tokens.some(({ kind }) => kind === 'name')
  return points ? !(hasName && own > FEW) : own <= FEW && !(hasName && own > 1)
}

/** "And its net income?" asks the same of another subject; "what drove the change?" asks more about the same. */
const changesSubject = /^\s*(?:and|or|but|what about|how about|what of|also|then)\s|\b(?:its|their)\b/iu
const comparison = /\b(?:than|versus|vs|compared?|comparison|against|from)\b/iu
const connector =
  /^\s*(?:and|or|but|what about|how about|what of|same for|also|then|و|اما|پس|همچنین|چطور)(?=[\s,،])/iu
/** Leaves out the question's first words when nothing else of it is left. */
function trimOthers(kept: readonly string[], previous: string): readonly string[] {
  return tokensOf(previous).some(({ text, kind }) => kind !== 'other' && kept.includes(text)) ? kept : []
}

/** Finds what a user names on the command line: documents and chats by id, the end of an id, or name. */
import { AppError, type Document } from '../contract/index.ts'
import type { Session } from './session.ts'

/** Ids of one session share their first digits (they begin with the time), so their last ones tell them apart. */
export const shortId = (id: string): string => id.slice(-8)

/** The one document that `text` names; throws `not_found` or `ambiguous`. */
export function findDocument(documents: readonly Document[], text: string): Document {
  const [only, ...others] = matching(documents, text)
  if (!only) throw new AppError('not_found', { kind: 'document', id: text })
  if (others.length > 0) throw ambiguous('document', text, [only, ...others])
  return only
}

/** Ids of every document with that name: several may share one. */
export function findDocumentIds(documents: readonly Document[], names: readonly string[]): string[] {
  return names.flatMap((name) => {
    const found = matching(documents, name)
    if (found.length === 0) throw new AppError('not_found', { kind: 'document', id: name })
    return found.map((document) => document.id)
  })
}

/** The one thing with that id, or with an id that ends or begins so. */
export function findById<T extends { readonly id: string }>(
  kind: string,
  things: readonly T[],
  text: string,
): T {
  const found = things.filter((thing) => isId(thing.id, text))
  const [only, ...others] = found
  if (!only) throw new AppError('not_found', { kind, id: text })
  if (others.length > 0) throw ambiguous(kind, text, found)
  return only
}

export const isUnfinished = (document: Document): boolean =>
  !['ready', 'failed', 'cancelled'].includes(document.status)

/** Says that an answer may lack what is not read yet. */
export function noteUnfinished(
  { terminal }: Pick<Session, 'terminal'>,
  documents: readonly Document[],
): void {
  const count = documents.filter(isUnfinished).length
  if (count > 0)
    terminal.note(
      `${count} of ${documents.length} documents are unfinished; “docuchat retry” goes on with them.`,
    )
}

function matching(documents: readonly Document[], text: string): Document[] {
  const tests: ((document: Document) => boolean)[] = [
    (document) => document.id === text || document.name === text,
    (document) => fold(document.name) === fold(text) || fold(withoutExtension(document.name)) === fold(text),
    (document) => isId(document.id, text),
  ]
  for (const test of tests) {
    const found = documents.filter(test)
    if (found.length > 0) return found
  }
  return []
}

const ambiguous = (kind: string, id: string, found: readonly { readonly id: string }[]) =>
  new AppError('ambiguous', { kind, id, candidates: found.map((thing) => shortId(thing.id)).join(', ') })
const isId = (id: string, text: string) => text.length >= 4 && (id.endsWith(text) || id.startsWith(text))
const fold = (name: string) => name.normalize('NFC').toLowerCase()
const withoutExtension = (name: string) => name.replace(/\.pdf$/i, '')

/** On a client: brings the texts of documents that only the server has read. */
import { and, asc, eq, isNull } from 'drizzle-orm'
import { type Actor, AppError, type DocumentStatus } from '../../../contract/index.ts'
import { type Database, documents } from '../../database/index.ts'
import { keepDerived } from '../derived/keep-derived.ts'

/** All lines of {@link readDerived}, from the server: the workspace must not wait for the network in the middle of a document. */
export type DerivedSource = (
  documentId: string,
  space: string | null,
  signal: AbortSignal,
) => Promise<readonly string[]>

export interface FetchTextsParts {
  readonly database: Database
  readonly actor: Actor
  readonly derived: DerivedSource
  readonly space: string | null
  readonly indexVersion: number
}

export interface FetchedText {
  readonly documentId: string
  readonly status: DocumentStatus
}

/**
 * One document after the other, the next on its way while one is kept. Those that the server has not read yet are passed over; so are those
 * that it says nonsense of, or fails at, which is thrown at the end. Throws what the way to the server throws.
 */
export async function* fetchTexts(parts: FetchTextsParts, signal: AbortSignal): AsyncGenerator<FetchedText> {
  const { derived, space } = parts
  const leave = new AbortController()
  const both = AbortSignal.any([signal, leave.signal])
  const fetch = (documentId: string | undefined) =>
    documentId === undefined ? undefined : outcomeOf(derived(documentId, space, both))
  let failed: unknown
  try {
    const waiting = await waitingTexts(parts)
    let coming = fetch(waiting[0])
    for (const [index, documentId] of waiting.entries()) {
      const came = await coming
      signal.throwIfAborted()
      if (came && 'error' in came) {
        if (isOfServer(came.error)) failed = came.error
        else if (!isNotYet(came.error)) throw came.error
      }
      coming = fetch(waiting[index + 1])
      if (!came || 'error' in came) continue
      const kept = await outcomeOf(keepDerived({ ...parts, documentId }, came.value))
      if ('error' in kept) {
        if (!(kept.error instanceof AppError)) throw kept.error
        failed = kept.error
      } else if (kept.value) yield { documentId, status: kept.value }
    }
  } finally {
    leave.abort()
  }
  if (failed) throw failed
}

/** It fails at this document, which says nothing of the others. */
const isOfServer = (error: unknown) => error instanceof AppError && error.code === 'internal'

/** The server has not read it, or has it no more. */
const isNotYet = (error: unknown) =>
  error instanceof AppError && (error.code === 'conflict' || error.code === 'not_found')

type Outcome<T> = { readonly value: T } | { readonly error: unknown }

/** What may fail while nobody waits for it. */
const outcomeOf = <T>(work: Promise<T>): Promise<Outcome<T>> =>
  work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )

async function waitingTexts({ actor, database }: FetchTextsParts): Promise<string[]> {
  const ofTenant = eq(documents.tenantId, actor.tenantId)
  const rows = await database.asTenant(actor, (tx) =>
    tx
      .select({ id: documents.id })
      .from(documents)
      .where(and(ofTenant, eq(documents.status, 'waiting'), isNull(documents.deletedAt)))
      .orderBy(asc(documents.id)),
  )
  return rows.map(({ id }) => id)
}

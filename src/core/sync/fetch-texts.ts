/** On a client: brings the texts of documents that only the server has read. */
import { and, asc, eq, isNull } from 'drizzle-orm'
import { type Actor, AppError, type DocumentStatus } from '../../contract/index.ts'
import { type Database, documents } from '../database/index.ts'
import { keepDerived } from './derived/keep-derived.ts'

/** The lines of {@link readDerived}, from the server. */
export type DerivedSource = (
  documentId: string,
  space: string | null,
  signal: AbortSignal,
) => AsyncIterable<string>

export interface FetchedText {
  readonly documentId: string
  readonly status: DocumentStatus
}

/** One document after the other; those that the server has not read yet are passed over. Throws what the way to the server throws. */
export async function* fetchTexts(
  parts: {
    readonly database: Database
    readonly actor: Actor
    readonly derived: DerivedSource
    readonly space: string | null
    readonly indexVersion: number
  },
  signal: AbortSignal,
): AsyncGenerator<FetchedText> {
  const { actor, database, derived, space } = parts
  const waiting = await database.asTenant(actor, (tx) =>
    tx
      .select({ documentId: documents.id })
      .from(documents)
      .where(
        and(
          eq(documents.tenantId, actor.tenantId),
          eq(documents.status, 'waiting'),
          isNull(documents.deletedAt),
        ),
      )
      .orderBy(asc(documents.id)),
  )
  for (const { documentId } of waiting) {
    signal.throwIfAborted()
    try {
      // Whole before it is kept: the workspace must not wait for the network.
      const lines: string[] = []
      for await (const line of derived(documentId, space, signal)) lines.push(line)
      const status = await keepDerived({ ...parts, documentId }, lines)
      yield { documentId, status }
    } catch (error) {
      const isNotYet = error instanceof AppError && (error.code === 'conflict' || error.code === 'not_found')
      if (!isNotYet) throw error
    }
  }
}

/** Ids that mean a document under another id, since the same bytes were added twice before either side knew. */
import { and, eq } from 'drizzle-orm'
import type { Actor } from '../../contract/index.ts'
import { documentAliases, isOneOf, type Transaction } from '../database/index.ts'

/** The documents that `ids` mean, in their order; an id that is no alias means itself. */
export async function documentsMeant(
  tx: Transaction,
  actor: Pick<Actor, 'tenantId'>,
  ids: readonly string[],
): Promise<string[]> {
  if (ids.length === 0) return []
  const aliases = await tx
    .select({ id: documentAliases.id, documentId: documentAliases.documentId })
    .from(documentAliases)
    .where(and(eq(documentAliases.tenantId, actor.tenantId), isOneOf(documentAliases.id, ids)))
  const meant = new Map(aliases.map(({ id, documentId }) => [id, documentId]))
  return ids.map((id) => meant.get(id) ?? id)
}

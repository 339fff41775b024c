/** Counts how often documents speak of the lexicon's concepts, from the keyword index. */
import { and, eq, inArray } from 'drizzle-orm'
import { postings, type Transaction } from '../database/index.ts'
import { conceptTerm } from './concepts.ts'
import { eachPosting } from './postings.ts'

/** For each document and concept that it names: in how many places. */
export async function conceptMentions(
  tx: Transaction,
  tenantId: string,
  documentIds: readonly string[],
  concepts: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  if (documentIds.length === 0 || concepts.length === 0) return new Map()
  const conceptOf = new Map(concepts.map((concept) => [conceptTerm(concept), concept]))
  const rows = await tx
    .select({ term: postings.term, documentId: postings.documentId, packed: postings.packed })
    .from(postings)
    .where(
      and(
        eq(postings.tenantId, tenantId),
        inArray(postings.term, [...conceptOf.keys()]),
        inArray(postings.documentId, [...documentIds]),
      ),
    )
  const mentions = new Map<string, Map<string, number>>()
  for (const { term, documentId, packed } of rows) {
    const ofDocument = mentions.get(documentId) ?? new Map<string, number>()
    mentions.set(documentId, ofDocument)
    let places = 0
    eachPosting(packed, 0, packed.length, (_, body) => {
      places += body
    })
    ofDocument.set(conceptOf.get(term) ?? term, places)
  }
  return mentions
}

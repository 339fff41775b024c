/** Picks the headings of a document that a first question can be made of. */
import { and, asc, count, eq, inArray, min } from 'drizzle-orm'
import { chunks, type Transaction } from '../../database/index.ts'
import { fromCapitals, isCapitals } from './capitals.ts'

/** The headings of each document, those with most text below them first. */
export async function headingsOf(
  tx: Transaction,
  tenantId: string,
  documentIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (documentIds.length === 0) return new Map()
  const rows = await tx
    .select({
      documentId: chunks.documentId,
      path: chunks.headingPath,
      passages: count(),
      first: min(chunks.ordinal),
    })
    .from(chunks)
    .where(and(eq(chunks.tenantId, tenantId), inArray(chunks.documentId, [...documentIds])))
    .groupBy(chunks.documentId, chunks.headingPath)
    .orderBy(asc(min(chunks.ordinal)))
  const sizes = new Map<string, Map<string, number>>()
  for (const { documentId, path, passages } of rows) {
    const ofDocument = sizes.get(documentId) ?? new Map<string, number>()
    sizes.set(documentId, ofDocument)
    const heading = readable(path.at(-1) ?? '')
    if (heading !== null) ofDocument.set(heading, (ofDocument.get(heading) ?? 0) + passages)
  }
  return new Map(
    [...sizes].map(([id, ofDocument]) => [
      id,
      // Equal ones stay in the order of the document.
      [...ofDocument].sort(([, a], [, b]) => b - a).map(([heading]) => heading),
    ]),
  )
}

/** “Item 1A.”, “2.1” or “IV.”; a Roman number needs its full stop, since “I” is a word. */
const NUMBER =
  /^(?:(?:chapter|section|part|item|note) )?(?:[ivxlc]+[.):]|\d+[a-z][.):]|\d+(?:\.\d+)*(?:[.):]| [–-]| )) ?(?=\p{L})/iu
const SHORTEST = 4
const LONGEST = 60
/** Headings of parts that say nothing themselves. */
const EMPTY =
  /^(?:(?:table of )?contents|index|references|bibliography|literature|appendix|annex|acknowledge?ments?|abstract|figures?|tables?|notes?|page|signatures?|exhibits?|فهرست|منابع|پیوست|یادداشت)(?!\p{L})/iu

/** The heading without its number, or null when no question can be made of it. */
export function readable(heading: string): string | null {
  const text = heading
    .replace(/\s+/gu, ' ')
    .replace(NUMBER, '')
    .replace(/[\s:.…]+$/u, '')
    .trim()
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  if (text.length < SHORTEST || text.length > LONGEST || letters < text.length * 0.6) return null
  if (EMPTY.test(text) || /["“”«»?؟]|\d{5}/u.test(text)) return null
  return isCapitals(text) && text.includes(' ') ? fromCapitals(text) : text
}

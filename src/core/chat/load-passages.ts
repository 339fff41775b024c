/** Turns search results into numbered passages within the model's context budget. */
import { and, eq, inArray } from 'drizzle-orm'
import type { Actor, SearchResult } from '../../contract/index.ts'
import { chunks, type Database } from '../database/index.ts'
import type { Passage } from './passage.ts'

/** Pages asked of the search; twelve chunks of 400 tokens fit the budget. */
export const PASSAGES = 12
/** cl100k_base tokens of passages in one prompt: leaves an 8k context room for rules, history and answer. */
const CONTEXT_TOKENS = 6_000

/** The results as passages, numbered from 1 in their order; what no longer exists or does not fit is left out. */
export async function loadPassages(
  database: Database,
  actor: Actor,
  results: readonly SearchResult[],
): Promise<Passage[]> {
  if (results.length === 0) return []
  const ids = results.map(({ chunkId }) => chunkId)
  const rows = await database.asTenant(actor, (tx) =>
    tx
      .select({ id: chunks.id, lines: chunks.lines, tokens: chunks.tokenCount })
      .from(chunks)
      .where(and(eq(chunks.tenantId, actor.tenantId), inArray(chunks.id, ids))),
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  const passages: Passage[] = []
  let tokens = 0
  for (const { chunkId, document, page, score, text, headingPath, rects } of results) {
    const row = byId.get(chunkId)
    if (!row || tokens + row.tokens > CONTEXT_TOKENS) continue
    tokens += row.tokens
    const n = passages.length + 1
    const place = { chunkId, documentId: document.id, documentName: document.name, page, rects }
    passages.push({ n, ...place, score, text, headingPath, lines: row.lines })
  }
  return passages
}

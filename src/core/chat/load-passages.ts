/** Turns search results into numbered passages: the best chunk of each page, and of the best pages as much as the budget holds. */
import { asc, eq, sql } from 'drizzle-orm'
import type { Actor, SearchResult } from '../../contract/index.ts'
import { chunks, type Database } from '../database/index.ts'
import { type ChunkOfPage, joinChunks } from './join-chunks.ts'
import type { Passage } from './passage.ts'

/** Pages asked of the search. */
export const PASSAGES = 12
/**
 * cl100k_base tokens of passages in one prompt: twelve chunks of 400, and room to complete the two or three best pages, since a
 * table's row and its column headings are often in different chunks. Leaves a 16k context half free.
 */
const CONTEXT_TOKENS = 7_000

/** The results as passages, numbered from 1 in their order; what no longer exists or does not fit is left out. */
export async function loadPassages(
  database: Database,
  actor: Actor,
  results: readonly SearchResult[],
): Promise<Passage[]> {
  if (results.length === 0) return []
  const pages = await loadPages(database, actor, results)
  const chosen: { readonly result: SearchResult; readonly page: ChunkOfPage[]; kept: ChunkOfPage[] }[] = []
  let tokens = 0
  for (const result of results) {
    const page = pages.get(pageKey(result.document.id, result.page)) ?? []
    const best = page.find(({ id }) => id === result.chunkId)
    if (!best || tokens + best.tokenCount > CONTEXT_TOKENS) continue
    tokens += best.tokenCount
    chosen.push({ result, page, kept: [best] })
  }
  for (const choice of chosen) {
    const [best] = choice.kept
    for (const chunk of nearestFirst(choice.page, best)) {
      if (tokens + chunk.tokenCount > CONTEXT_TOKENS) break
      tokens += chunk.tokenCount
      choice.kept.push(chunk)
    }
  }
  return chosen.map(({ result, kept }, index) => toPassage(result, kept, index + 1))
}

const columns = {
  id: chunks.id,
  documentId: chunks.documentId,
  page: chunks.page,
  ordinal: chunks.ordinal,
  tokenCount: chunks.tokenCount,
  startChar: chunks.startChar,
  endChar: chunks.endChar,
  headingPath: chunks.headingPath,
  text: chunks.text,
  lines: chunks.lines,
}

const pageKey = (documentId: string, page: number) => `${documentId} ${page}`

async function loadPages(
  database: Database,
  actor: Actor,
  results: readonly SearchResult[],
): Promise<Map<string, ChunkOfPage[]>> {
  const ids = `{${results.map(({ document }) => document.id).join(',')}}`
  const numbers = `{${results.map(({ page }) => page).join(',')}}`
  const rows = await database.asTenant(actor, (tx) =>
    tx
      .select(columns)
      .from(chunks)
      .innerJoin(
        // A page may be wanted for more than one of its passages.
        sql`(select distinct * from unnest(${ids}::uuid[], ${numbers}::int[])) as wanted (document_id, page)`,
        sql`(${chunks.documentId}, ${chunks.page}) = (wanted.document_id, wanted.page)`,
      )
      .where(eq(chunks.tenantId, actor.tenantId))
      .orderBy(asc(chunks.ordinal)),
  )
  const pages = new Map<string, ChunkOfPage[]>()
  for (const row of rows) {
    const key = pageKey(row.documentId, row.page)
    pages.set(key, [...(pages.get(key) ?? []), row])
  }
  return pages
}

/** The page's other chunks, those beside the best one first; before it rather than after it, where headings stand. */
function nearestFirst(page: readonly ChunkOfPage[], best: ChunkOfPage | undefined): ChunkOfPage[] {
  const at = best?.ordinal ?? 0
  return page
    .filter((chunk) => chunk !== best)
    .sort((a, b) => Math.abs(a.ordinal - at) - Math.abs(b.ordinal - at) || a.ordinal - b.ordinal)
}

function toPassage(result: SearchResult, kept: readonly ChunkOfPage[], n: number): Passage {
  const { chunkId, document, page, score } = result
  const joined = joinChunks(kept)
  const rects = joined.lines.map(({ x, y, width, height }) => ({ page, x, y, width, height }))
  return { n, chunkId, documentId: document.id, documentName: document.name, page, score, rects, ...joined }
}

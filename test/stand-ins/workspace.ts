/** A real database with tenants, their users and documents made of plain text. */
import { randomUUID } from 'node:crypto'
import type { Actor, SearchResult } from '../../src/contract/index.ts'
import { chunks, type Database, documents } from '../../src/core/database/index.ts'
import { ensureTenant } from '../../src/core/tenants/index.ts'
import { openTestDatabase } from '../services/database.ts'
import { makePassage } from './passages.ts'

export interface TestWorkspace {
  readonly database: Database
  addActor(): Promise<Actor>
  close(): Promise<void>
}

/** On `open`, a fresh PGlite database unless told otherwise. */
export async function openWorkspace(open = openTestDatabase): Promise<TestWorkspace> {
  const database = await open()
  return {
    database,
    async addActor() {
      const actor: Actor = { tenantId: randomUUID(), userId: randomUUID(), role: 'owner' }
      const tenant = { id: actor.tenantId, name: 'Tenant' }
      await ensureTenant(database, { tenant, user: { id: actor.userId, name: 'User' } })
      return actor
    },
    close: () => database.close(),
  }
}

/** Stores a document, a chunk a text, and returns the chunks as search results in that order. */
export async function addDocument(
  database: Database,
  actor: Actor,
  name: string,
  texts: readonly string[],
): Promise<SearchResult[]> {
  const { tenantId } = actor
  const id = randomUUID()
  const rows = texts.map((text, ordinal) => {
    const { lines, ...passage } = makePassage(ordinal + 1, text, name)
    return {
      ...{ tenantId, id: randomUUID(), documentId: id, ordinal, page: ordinal + 1, lines: [...lines] },
      ...{ startChar: 0, endChar: passage.text.length, tokenCount: 100, headingPath: [], text: passage.text },
    }
  })
  await database.asTenant(actor, async (tx) => {
    await tx.insert(documents).values({
      ...{ tenantId, id, name, sha256: id.replaceAll('-', '').padEnd(64, '0'), bytes: 1 },
      ...{ status: 'ready', createdBy: actor.userId },
    })
    await tx.insert(chunks).values(rows)
  })
  return rows.map((row) => ({
    ...{ chunkId: row.id, document: { id, name }, page: row.page, score: 1, text: row.text },
    ...{ headingPath: [], rects: [], snippet: { text: row.text, hits: [] } },
  }))
}

/** Writes the passages of a workspace as JSON lines, for texts.py: node tools/embedding/passages.ts WORKSPACE_FOLDER OUT.jsonl */
import { writeFileSync } from 'node:fs'
import { asc, eq } from 'drizzle-orm'
import { chunks, documents, openPglite } from '../../src/core/database/index.ts'

const [directory, out] = process.argv.slice(2)
if (directory === undefined || out === undefined)
  throw new Error('usage: passages.ts WORKSPACE_FOLDER OUT.jsonl')

const database = await openPglite({ directory, command: 'passages' })
const rows = await database.asOwner((tx) =>
  tx
    .select({ name: documents.name, heading_path: chunks.headingPath, text: chunks.text })
    .from(chunks)
    .innerJoin(documents, eq(documents.id, chunks.documentId))
    .orderBy(asc(documents.name), asc(chunks.ordinal)),
)
writeFileSync(out, rows.map((row) => JSON.stringify(row)).join('\n'))
await database.close()

/** What was found out about a document, table by table: what travels of it, so that no laptop reads the file again. */
import { z } from 'zod'
import { idSchema } from '../../../contract/index.ts'

/** As Postgres writes bytes in JSON. */
const bytesSchema = z.string().regex(/^\\x[0-9a-f]*$/)
const lineSchema = z.object({
  ...{ start: z.int(), end: z.int(), x: z.number(), y: z.number(), width: z.number(), height: z.number() },
  role: z.enum(['body', 'heading', 'table', 'running']),
  level: z.int().optional(),
})

/** In the order in which they refer to each other; every row is of the one document. */
export const derivedTables = {
  pages: z.object({
    ...{ number: z.int().min(1), width: z.number(), height: z.number(), text: z.string() },
    lines: z.array(lineSchema),
  }),
  chunks: z.object({
    ...{
      id: idSchema,
      ordinal: z.int().min(0),
      page: z.int().min(1),
      start_char: z.int(),
      end_char: z.int(),
    },
    ...{
      token_count: z.int(),
      heading_path: z.array(z.string()),
      text: z.string(),
      lines: z.array(lineSchema),
    },
  }),
  postings: z.object({ term: z.string(), packed: bytesSchema }),
  document_indexes: z.object({
    ...{ version: z.int(), chunk_count: z.int(), lengths: bytesSchema },
    identity: z.record(z.string(), z.unknown()),
  }),
  embeddings: z.object({
    ...{
      space: z.string(),
      chunk_id: idSchema,
      ordinal: z.int(),
      vector: z.string().regex(/^\[[-+.,e\d]*\]$/),
    },
  }),
} as const
export type DerivedTable = keyof typeof derivedTables
export const derivedTableNames = Object.keys(derivedTables) as DerivedTable[]

/** The columns of the document's own row that come of reading it. */
export const findingsSchema = z.object({
  page_count: z.int(),
  pages_done: z.int(),
  pages_without_text: z.array(z.int()),
  title: z.string().nullable(),
  company: z.string().nullable(),
  form: z.string().nullable(),
  fiscal_year: z.int().nullable(),
  fiscal_quarter: z.int().nullable(),
  period_end: z.iso.date().nullable(),
})

/** One line of the answer: the findings first, then rows, some hundreds a line. */
export const derivedLineSchema = z.union([
  z.object({ findings: findingsSchema }),
  z.object({ table: z.enum(derivedTableNames), rows: z.array(z.unknown()) }),
])

/** What was found out about a document, table by table: what travels of it, so that no laptop reads the file again. */
import { z } from 'zod'
import { idSchema } from '../../../contract/index.ts'

/** As Postgres writes bytes in JSON. */
const bytesSchema = z.string().regex(/^\\x(?:[0-9a-f]{2})*$/)
/** What pgvector's `vector_send` gives: how many numbers, a zero, and each as a 32-bit float. */
const vectorSchema = z
  .string()
  .regex(/^\\x[0-9a-f]{4}0000(?:[0-9a-f]{8})+$/)
  // Postgres would take one that is cut short for a broken connection.
  .refine((text) => Number.parseInt(text.slice(2, 6), 16) * 8 === text.length - 10)
const lineSchema = z.object({
  ...{ start: z.int(), end: z.int(), x: z.number(), y: z.number(), width: z.number(), height: z.number() },
  role: z.enum(['body', 'heading', 'table', 'running']),
  level: z.int().optional(),
})

/** In the order in which they refer to each other; every row is of the one document. */
export const derivedTables = {
  pages: z.object({
    ...{ number: z.int32().min(1), width: z.number(), height: z.number(), text: z.string() },
    lines: z.array(lineSchema),
  }),
  chunks: z.object({
    ...{
      id: idSchema,
      ordinal: z.int32().min(0),
      page: z.int32().min(1),
      start_char: z.int32(),
      end_char: z.int32(),
    },
    ...{
      token_count: z.int32(),
      heading_path: z.array(z.string()),
      text: z.string(),
      lines: z.array(lineSchema),
    },
  }),
  postings: z.object({ term: z.string(), packed: bytesSchema }),
  document_indexes: z.object({
    ...{ version: z.int32(), chunk_count: z.int32(), lengths: bytesSchema },
    identity: z.record(z.string(), z.unknown()),
  }),
  embeddings: z.object({
    ...{
      space: z.string(),
      chunk_id: idSchema,
      ordinal: z.int32(),
      vector: vectorSchema,
    },
  }),
} as const
export type DerivedTable = keyof typeof derivedTables
export const derivedTableNames = Object.keys(derivedTables) as DerivedTable[]

/** The columns of the document's own row that come of reading it. */
export const findingsSchema = z.object({
  page_count: z.int32(),
  pages_done: z.int32(),
  pages_without_text: z.array(z.int32()),
  title: z.string().nullable(),
  company: z.string().nullable(),
  form: z.string().nullable(),
  fiscal_year: z.int32().nullable(),
  fiscal_quarter: z.int32().nullable(),
  period_end: z.iso.date().nullable(),
})

export type Findings = Readonly<z.output<typeof findingsSchema>>

/** Rows of one table, some hundreds at once. */
const partSchema = z.discriminatedUnion('table', [
  z.object({ table: z.literal('pages'), rows: z.array(derivedTables.pages) }),
  z.object({ table: z.literal('chunks'), rows: z.array(derivedTables.chunks) }),
  z.object({ table: z.literal('postings'), rows: z.array(derivedTables.postings) }),
  z.object({ table: z.literal('document_indexes'), rows: z.array(derivedTables.document_indexes) }),
  z.object({ table: z.literal('embeddings'), rows: z.array(derivedTables.embeddings) }),
])
export type DerivedPart = Readonly<z.output<typeof partSchema>>

/** One line of the answer: the findings first, then parts in the order of the tables. */
export const derivedLineSchema = z.union([z.object({ findings: findingsSchema }), partSchema])

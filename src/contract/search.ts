/** Search without a model: passages, best first, at most one a page. */
import { z } from 'zod'
import { idSchema, rectSchema, scopeSchema, snippetSchema, textSchema } from './values.ts'

export const searchInputSchema = z.object({
  query: textSchema(4_000),
  scope: scopeSchema.default({}),
  limit: z.int().min(1).max(200).default(20),
})
export type SearchInput = z.input<typeof searchInputSchema>

export const searchResultSchema = z.object({
  chunkId: idSchema,
  document: z.object({ id: idSchema, name: z.string() }),
  /** 1-based. */
  page: z.int().min(1),
  /** Comparable within one answer only; higher is better. */
  score: z.number(),
  text: z.string(),
  /** The part of the passage that says most of the query, about two lines of a result list. */
  snippet: snippetSchema,
  /** The headings above the passage, outermost first. */
  headingPath: z.array(z.string()),
  /** The rectangles of the passage's lines. */
  rects: z.array(rectSchema),
})
export type SearchResult = Readonly<z.infer<typeof searchResultSchema>>

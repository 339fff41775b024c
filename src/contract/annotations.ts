/** Notes that people write to passages; everyone in the workspace reads them. */
import { z } from 'zod'
import { idSchema, rectSchema } from './values.ts'

export const annotationSchema = z.object({
  id: idSchema,
  documentId: idSchema,
  /** 1-based. */
  page: z.int().min(1),
  /** Of the lines that are marked. */
  rects: z.array(rectSchema).max(500),
  /** The words that are marked. */
  quote: z.string().max(10_000),
  /** Empty where the passage is only marked. */
  note: z.string().max(10_000),
  author: z.object({ id: idSchema, name: z.string() }),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type Annotation = Readonly<z.infer<typeof annotationSchema>>

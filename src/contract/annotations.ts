/** Notes that people write to passages; everyone in the workspace reads them. */
import { oc } from '@orpc/contract'
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
  /** Whether it is the reader's own; others' can be read, and nothing else. */
  own: z.boolean(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type Annotation = Readonly<z.infer<typeof annotationSchema>>

/** The caller makes the id (UUIDv7). */
export const newAnnotationSchema = annotationSchema.pick({
  id: true,
  documentId: true,
  page: true,
  rects: true,
  quote: true,
  note: true,
})
export type NewAnnotation = Readonly<z.infer<typeof newAnnotationSchema>>
export const annotationEditSchema = annotationSchema.pick({ id: true, note: true })

const tags = ['Notes']
export const annotationsContract = {
  annotations: {
    /** In the order of the pages. */
    list: oc
      .route({ method: 'GET', path: '/files/{documentId}/notes', tags, summary: 'The notes on a document' })
      .input(z.object({ documentId: idSchema }))
      .output(z.array(annotationSchema)),
    add: oc
      .route({
        ...{ method: 'POST', path: '/files/{documentId}/notes', tags, successStatus: 201 },
        summary: 'Write a note to a passage',
      })
      .input(newAnnotationSchema)
      .output(annotationSchema),
    /** One's own. */
    edit: oc
      .route({ method: 'PATCH', path: '/notes/{id}', tags, summary: 'Change a note' })
      .input(annotationEditSchema)
      .output(annotationSchema),
    /** One's own. */
    remove: oc
      .route({ method: 'DELETE', path: '/notes/{id}', tags, summary: 'Delete a note' })
      .input(z.object({ id: idSchema })),
  },
}

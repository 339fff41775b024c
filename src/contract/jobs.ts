/** Background work that failed at every attempt, for a tenant's admins. */
import { oc } from '@orpc/contract'
import { z } from 'zod'
import { documentSchema } from './documents.ts'
import { errorInfoSchema } from './errors.ts'
import { idSchema } from './values.ts'

export const failedJobSchema = z.object({
  id: idSchema,
  documentId: idSchema,
  documentName: z.string(),
  error: errorInfoSchema.nullable().describe('Why its document failed; null when its process was killed.'),
  attempts: z.int().min(1),
  failedAt: z.iso.datetime(),
})
export type FailedJob = Readonly<z.infer<typeof failedJobSchema>>

const tags = ['Jobs']

export const jobsContract = {
  jobs: {
    failed: oc
      .route({ method: 'GET', path: '/jobs', tags, summary: 'Work that failed at every attempt; for admins' })
      .output(z.array(failedJobSchema)),
    retry: oc
      .route({
        method: 'POST',
        path: '/jobs/{id}/retry',
        tags,
        summary: 'Try the document of a failed job again',
      })
      .input(z.object({ id: idSchema }))
      .output(documentSchema),
  },
}

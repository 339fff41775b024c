/** Background work that failed at every attempt. */
import { AppError } from '../../contract/index.ts'
import { os } from '../base.ts'

export const jobs = {
  failed: os.jobs.failed.handler(async ({ context: { core, actor } }) => {
    const failed = await core.jobs.failed(actor)
    // Only a page of them is kept; a document that is gone has no job worth showing.
    const shown = await Promise.all(
      failed.map(async ({ id, documentId, attempts, failedAt }) => {
        const document = await core.documents.get(actor, documentId).catch(ifGone)
        const at = failedAt.toISOString()
        return document
          ? [{ id, documentId, documentName: document.name, error: document.error, attempts, failedAt: at }]
          : []
      }),
    )
    return shown.flat()
  }),
  retry: os.jobs.retry.handler(({ context: { core, actor }, input }) => core.jobs.retry(actor, input.id)),
}

function ifGone(error: unknown): undefined {
  if (!(error instanceof AppError && error.code === 'not_found')) throw error
}

/** What the hosted server offers over REST: the contract's operations that have a route, and those that HTTP shapes differently. */
import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { annotationsContract } from './annotations.ts'
import { contract } from './api.ts'
import { messageSchema } from './chat.ts'
import {
  addedDocumentSchema,
  documentEventSchema,
  documentSchema,
  documentStatusSchema,
} from './documents.ts'
import { jobsContract } from './jobs.ts'
import { organisationContract } from './organisation.ts'
import { searchInputSchema, searchResultSchema } from './search.ts'
import { idSchema, scopeSchema, textSchema } from './values.ts'

const byId = z.object({ id: idSchema })
const tags = ['Files']

export const filePageInputSchema = z.object({
  limit: z.int().min(1).max(200).default(50),
  /** The `next` of the page before. */
  cursor: idSchema.optional(),
  status: documentStatusSchema.optional(),
  folderId: idSchema.optional(),
})
export type FilePageInput = z.output<typeof filePageInputSchema>

export const filePageSchema = z.object({
  /** The last added first. */
  items: z.array(documentSchema),
  /** The cursor of the next page; null on the last. */
  next: idSchema.nullable(),
})
export type FilePage = z.infer<typeof filePageSchema>

/** The fields of an upload. */
export const uploadSchema = z.strictObject({
  name: textSchema(255).optional(),
  folderId: idSchema.optional(),
  password: z.string().max(500).optional(),
})

export type Upload = z.infer<typeof uploadSchema>

/** Streamed to storage by a handler of its own, which no validator of whole bodies could do. */
export const uploadContract = oc
  .route({
    ...{ method: 'POST', path: '/files', tags, successStatus: 202, summary: 'Add a PDF' },
    description:
      'At most 25 MB and 500 pages. The answer comes once the file is safe; `statusUrl` streams what becomes of it. The same bytes twice are one document.',
  })
  .input(uploadSchema.extend({ file: z.file().mime('application/pdf') }))
  .output(addedDocumentSchema.extend({ statusUrl: z.string() }))

/** In a query string a list of one looks like no list. */
const querySchema = searchInputSchema.extend({
  scope: scopeSchema
    .extend({
      documentIds: z.preprocess(
        (ids) => (typeof ids === 'string' ? [ids] : ids),
        z.array(idSchema).optional(),
      ),
    })
    .default({}),
})

const { documents, folders, chats, usage, usageSeries, models, settings, changes } = contract

export const restContract = {
  files: {
    list: oc
      .route({ method: 'GET', path: '/files', tags, summary: 'The documents, page by page' })
      .input(filePageInputSchema)
      .output(filePageSchema),
    get: documents.get,
    update: oc
      .route({ method: 'PATCH', path: '/files/{id}', tags, summary: 'Rename or move a document' })
      .input(
        byId.extend({
          name: textSchema(255).optional(),
          /** Null is the top of the library. */
          folderId: idSchema.nullable().optional(),
        }),
      )
      .output(documentSchema),
    tag: documents.tag,
    remove: oc
      .route({ method: 'DELETE', path: '/files/{id}', tags, summary: 'Put a document into the bin' })
      .input(byId)
      .output(documentSchema),
    restore: oc
      .route({ method: 'POST', path: '/files/{id}/restore', tags, summary: 'Take a document out of the bin' })
      .input(byId)
      .output(documentSchema),
    retry: documents.retry,
    cancel: documents.cancel,
    events: oc
      .route({
        ...{ method: 'GET', path: '/files/{id}/events', tags },
        summary: 'Progress of a document until it is settled (server-sent events)',
      })
      .input(byId)
      .output(eventIterator(documentEventSchema)),
  },
  bin: { list: documents.bin, purge: documents.purge },
  folders,
  search: oc
    .route({
      ...{ method: 'GET', path: '/search', tags: ['Search'] },
      summary: 'Passages that answer a query, best first',
    })
    .input(querySchema)
    .output(z.array(searchResultSchema)),
  chats,
  messages: {
    get: oc
      .route({
        ...{ method: 'GET', path: '/messages/{id}', tags: ['Chats'] },
        summary: 'A message, such as an answer that outlived its connection',
      })
      .input(byId)
      .output(messageSchema),
  },
  usage,
  usageSeries,
  models: { list: models.list },
  settings: { get: settings.get },
  changes,
  ...organisationContract,
  ...annotationsContract,
  ...jobsContract,
}

/**
 * The typed contract that every transport mounts: operation names, inputs, outputs and streams. Those with a route are operations of the
 * hosted server's REST API as they are; rest.ts adds those that HTTP shapes differently.
 */
import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { annotationsContract } from './annotations.ts'
import { changeSchema } from './changes.ts'
import {
  answerEventSchema,
  askInputSchema,
  chatHitSchema,
  chatSchema,
  messageSchema,
  ratingSchema,
} from './chat.ts'
import {
  addedDocumentSchema,
  documentEventSchema,
  documentSchema,
  folderContentsSchema,
  folderNameSchema,
  folderSchema,
  tagsSchema,
} from './documents.ts'
import { jobsContract } from './jobs.ts'
import { modelStatusSchema, modelTestInputSchema, modelTestSchema } from './models.ts'
import { organisationContract } from './organisation.ts'
import { searchInputSchema, searchResultSchema } from './search.ts'
import { usageSchema, usageSeriesInputSchema, usageSeriesSchema } from './usage.ts'
import { idSchema, scopeSchema, textSchema } from './values.ts'
import { settingsChangeSchema, settingsSchema } from './workspaces.ts'

const byId = z.object({ id: idSchema })
const byIds = z.object({ ids: z.array(idSchema).min(1).max(10_000) })
const title = textSchema(200)

export const contract = {
  documents: {
    add: oc
      .input(
        z.object({
          file: z.file(),
          name: textSchema(255),
          password: z.string().optional(),
          folderId: idSchema.nullish(),
        }),
      )
      .output(addedDocumentSchema),
    list: oc.output(z.array(documentSchema)),
    get: oc
      .route({ method: 'GET', path: '/files/{id}', tags: ['Files'], summary: 'One document' })
      .input(byId)
      .output(documentSchema),
    rename: oc.input(byId.extend({ name: textSchema(255) })).output(documentSchema),
    move: oc.input(byIds.extend({ folderId: idSchema.nullable() })).output(z.array(documentSchema)),
    /** Tags already there are added to nothing, and those that are not taken from nothing. Returns the documents that changed. */
    tag: oc
      .route({ method: 'POST', path: '/tags', tags: ['Files'], summary: 'Add and remove tags of documents' })
      .input(byIds.extend({ add: tagsSchema.default([]), remove: tagsSchema.default([]) }))
      .output(z.array(documentSchema)),
    /** To the bin: they are no longer listed, searched or cited anew; those at work are stopped. */
    remove: oc.input(byIds).output(z.array(documentSchema)),
    /** From the bin; into its folder, or to the top where that is gone. Work that was stopped goes on. */
    restore: oc.input(byIds).output(z.array(documentSchema)),
    bin: oc
      .route({ method: 'GET', path: '/bin', tags: ['Files'], summary: 'What is in the bin' })
      .output(z.array(documentSchema)),
    /** For good, files included: what is in the bin, or those of it named. Nothing brings them back. */
    purge: oc
      .route({
        method: 'POST',
        path: '/bin/purge',
        tags: ['Files'],
        summary: 'Delete what is in the bin for good',
      })
      .input(byIds.partial())
      .output(z.array(documentSchema)),
    /** Continues a failed, cancelled or interrupted document after its last finished step. */
    retry: oc
      .route({
        method: 'POST',
        path: '/files/{id}/retry',
        tags: ['Files'],
        summary: 'Go on with a failed or cancelled document',
      })
      .input(byId.extend({ password: z.string().optional() }))
      .output(documentSchema),
    cancel: oc
      .route({
        method: 'POST',
        path: '/files/{id}/cancel',
        tags: ['Files'],
        summary: 'Stop the work on a document',
      })
      .input(byId)
      .output(documentSchema),
    /** Progress of the given documents, or of all; ends when none of them is at work any more. */
    events: oc
      .input(z.object({ ids: z.array(idSchema).optional() }))
      .output(eventIterator(documentEventSchema)),
  },
  folders: {
    list: oc
      .route({ method: 'GET', path: '/folders', tags: ['Folders'], summary: 'All folders' })
      .output(z.array(folderSchema)),
    /** The caller makes the id (UUIDv7), so that a window can show the folder at once. */
    create: oc
      .route({
        method: 'POST',
        path: '/folders',
        tags: ['Folders'],
        summary: 'Make a folder',
        successStatus: 201,
      })
      .input(z.object({ id: idSchema, name: folderNameSchema, parentId: idSchema.nullable() }))
      .output(folderSchema),
    rename: oc
      .route({ method: 'PATCH', path: '/folders/{id}', tags: ['Folders'], summary: 'Rename a folder' })
      .input(byId.extend({ name: folderNameSchema }))
      .output(folderSchema),
    /** Not into itself or below itself. */
    move: oc
      .route({ method: 'POST', path: '/folders/{id}/move', tags: ['Folders'], summary: 'Move a folder' })
      .input(byId.extend({ parentId: idSchema.nullable() }))
      .output(folderSchema),
    /** To the bin, with everything in it. */
    remove: oc
      .route({
        method: 'DELETE',
        path: '/folders/{id}',
        tags: ['Folders'],
        summary: 'Put a folder and what is in it into the bin',
      })
      .input(byId)
      .output(folderContentsSchema),
    /** With what went to the bin together with it. */
    restore: oc
      .route({
        method: 'POST',
        path: '/folders/{id}/restore',
        tags: ['Folders'],
        summary: 'Take a folder out of the bin',
      })
      .input(byId)
      .output(folderContentsSchema),
  },
  changes: oc
    .route({
      method: 'GET',
      path: '/changes',
      tags: ['Workspace'],
      summary: 'What changes, as it happens (server-sent events)',
    })
    .output(eventIterator(changeSchema)),
  /** Passages that answer a query, best first. */
  search: oc.input(searchInputSchema).output(z.array(searchResultSchema)),
  chats: {
    list: oc
      .route({
        ...{ method: 'GET', path: '/chats', tags: ['Chats'] },
        summary: 'The caller’s chats, and those that others share',
      })
      .output(z.array(chatSchema)),
    get: oc
      .route({ method: 'GET', path: '/chats/{id}', tags: ['Chats'], summary: 'A chat with its messages' })
      .input(byId)
      .output(chatSchema.extend({ messages: z.array(messageSchema) })),
    rename: oc
      .route({ method: 'PATCH', path: '/chats/{id}', tags: ['Chats'], summary: 'Rename a chat' })
      .input(byId.extend({ title }))
      .output(chatSchema),
    /** What the next questions look at. */
    setScope: oc
      .route({
        method: 'PUT',
        path: '/chats/{id}/scope',
        tags: ['Chats'],
        summary: 'Choose where the next questions look',
      })
      .input(byId.extend({ scope: scopeSchema }))
      .output(chatSchema),
    /** Shows a chat of one's own to everyone in the organisation, or to nobody else any more. */
    share: oc
      .route({
        method: 'PUT',
        path: '/chats/{id}/sharing',
        tags: ['Chats'],
        summary: 'Share a chat with the organisation, or end that',
      })
      .input(byId.extend({ shared: z.boolean() }))
      .output(chatSchema),
    /** Kept out of sight for a day, in which it can be restored, then deleted. */
    remove: oc
      .route({
        method: 'DELETE',
        path: '/chats/{id}',
        tags: ['Chats'],
        summary: 'Remove a chat; it can be restored for a day',
      })
      .input(byId)
      .output(chatSchema),
    restore: oc
      .route({
        method: 'POST',
        path: '/chats/{id}/restore',
        tags: ['Chats'],
        summary: 'Bring a removed chat back',
      })
      .input(byId)
      .output(chatSchema),
    search: oc
      .route({ method: 'GET', path: '/chat-search', tags: ['Chats'], summary: 'Find words in the chats' })
      .input(z.object({ query: textSchema(500) }))
      .output(z.array(chatHitSchema)),
    rate: oc
      .route({ method: 'PUT', path: '/messages/{id}/rating', tags: ['Chats'], summary: 'Rate an answer' })
      .input(byId.extend({ rating: ratingSchema.nullable() }))
      .output(messageSchema),
    /** Up to four first questions that the documents in scope can answer, in the workspace's language. */
    suggestions: oc
      .route({
        method: 'POST',
        path: '/suggestions',
        tags: ['Chats'],
        summary: 'First questions that the documents can answer',
      })
      .input(z.object({ scope: scopeSchema }))
      .output(z.array(z.string())),
    /** The whole chat as Markdown, its citations as notes with document, page and quote. */
    markdown: oc
      .route({ method: 'GET', path: '/chats/{id}/markdown', tags: ['Chats'], summary: 'A chat as Markdown' })
      .input(byId)
      .output(z.object({ name: z.string(), markdown: z.string() })),
    /** Leaving the stream stops the answer; what was written by then is saved as `stopped`. */
    ask: oc
      .route({
        method: 'POST',
        path: '/answers',
        tags: ['Chats'],
        summary: 'Ask; the answer streams (server-sent events)',
      })
      .input(askInputSchema)
      .output(eventIterator(answerEventSchema)),
    /** Answers the last question of the chat again, in place of the last answer. */
    regenerate: oc
      .route({
        method: 'POST',
        path: '/chats/{chatId}/regenerate',
        tags: ['Chats'],
        summary: 'Answer the last question again (server-sent events)',
      })
      .input(z.object({ chatId: idSchema, model: z.string().optional() }))
      .output(eventIterator(answerEventSchema)),
  },
  usage: oc
    .route({
      method: 'GET',
      path: '/usage',
      tags: ['Usage'],
      summary: 'Tokens spent in the last 24 hours and 7 days',
    })
    .output(usageSchema),
  usageSeries: oc
    .route({ method: 'GET', path: '/usage/series', tags: ['Usage'], summary: 'The same over time' })
    .input(usageSeriesInputSchema)
    .output(usageSeriesSchema),
  models: {
    /** In the order they are tried. Asks the endpoints, so it takes as long as they do, at most 5 s. */
    list: oc
      .route({
        method: 'GET',
        path: '/models',
        tags: ['Models'],
        summary: 'Who can answer, in the order they are tried',
      })
      .output(z.array(modelStatusSchema)),
    /** Throws what went wrong: `model_unreachable`, `model_rejected_key` … */
    test: oc.input(modelTestInputSchema).output(modelTestSchema),
  },
  settings: {
    get: oc
      .route({ method: 'GET', path: '/settings', tags: ['Workspace'], summary: 'The settings' })
      .output(settingsSchema),
    set: oc.input(settingsChangeSchema).output(settingsSchema),
  },
  ...organisationContract,
  ...annotationsContract,
  ...jobsContract,
}

/** The typed contract that every transport mounts: operation names, inputs, outputs and streams. */
import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
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
} from './documents.ts'
import { modelStatusSchema, modelTestInputSchema, modelTestSchema } from './models.ts'
import { searchInputSchema, searchResultSchema } from './search.ts'
import { usageSchema, usageSeriesInputSchema, usageSeriesSchema } from './usage.ts'
import { idSchema, scopeSchema } from './values.ts'
import { settingsChangeSchema, settingsSchema } from './workspaces.ts'

const byId = z.object({ id: idSchema })
const byIds = z.object({ ids: z.array(idSchema).min(1).max(10_000) })
const title = z.string().trim().min(1).max(200)

export const contract = {
  documents: {
    add: oc
      .input(
        z.object({
          file: z.file(),
          name: z.string().min(1).max(255),
          password: z.string().optional(),
          folderId: idSchema.nullish(),
        }),
      )
      .output(addedDocumentSchema),
    list: oc.output(z.array(documentSchema)),
    get: oc.input(byId).output(documentSchema),
    rename: oc.input(byId.extend({ name: z.string().trim().min(1).max(255) })).output(documentSchema),
    move: oc.input(byIds.extend({ folderId: idSchema.nullable() })).output(z.array(documentSchema)),
    /** To the bin: they are no longer listed, searched or cited anew; those at work are stopped. */
    remove: oc.input(byIds).output(z.array(documentSchema)),
    /** From the bin; into its folder, or to the top where that is gone. Work that was stopped goes on. */
    restore: oc.input(byIds).output(z.array(documentSchema)),
    bin: oc.output(z.array(documentSchema)),
    /** For good, files included: what is in the bin, or those of it named. Nothing brings them back. */
    purge: oc.input(byIds.partial()).output(z.array(documentSchema)),
    /** Continues a failed, cancelled or interrupted document after its last finished step. */
    retry: oc.input(byId.extend({ password: z.string().optional() })).output(documentSchema),
    cancel: oc.input(byId).output(documentSchema),
    /** Progress of the given documents, or of all; ends when none of them is at work any more. */
    events: oc
      .input(z.object({ ids: z.array(idSchema).optional() }))
      .output(eventIterator(documentEventSchema)),
  },
  folders: {
    list: oc.output(z.array(folderSchema)),
    /** The caller makes the id (UUIDv7), so that a window can show the folder at once. */
    create: oc
      .input(z.object({ id: idSchema, name: folderNameSchema, parentId: idSchema.nullable() }))
      .output(folderSchema),
    rename: oc.input(byId.extend({ name: folderNameSchema })).output(folderSchema),
    /** Not into itself or below itself. */
    move: oc.input(byId.extend({ parentId: idSchema.nullable() })).output(folderSchema),
    /** To the bin, with everything in it. */
    remove: oc.input(byId).output(folderContentsSchema),
    /** With what went to the bin together with it. */
    restore: oc.input(byId).output(folderContentsSchema),
  },
  changes: oc.output(eventIterator(changeSchema)),
  search: oc.input(searchInputSchema).output(z.array(searchResultSchema)),
  chats: {
    list: oc.output(z.array(chatSchema)),
    get: oc.input(byId).output(chatSchema.extend({ messages: z.array(messageSchema) })),
    rename: oc.input(byId.extend({ title })).output(chatSchema),
    /** What the next questions look at. */
    setScope: oc.input(byId.extend({ scope: scopeSchema })).output(chatSchema),
    /** Kept out of sight for a day, in which it can be restored, then deleted. */
    remove: oc.input(byId).output(chatSchema),
    restore: oc.input(byId).output(chatSchema),
    search: oc.input(z.object({ query: z.string().trim().min(1).max(500) })).output(z.array(chatHitSchema)),
    rate: oc.input(byId.extend({ rating: ratingSchema.nullable() })).output(messageSchema),
    /** Up to four first questions that the documents in scope can answer, in the workspace's language. */
    suggestions: oc.input(z.object({ scope: scopeSchema })).output(z.array(z.string())),
    /** The whole chat as Markdown, its citations as notes with document, page and quote. */
    markdown: oc.input(byId).output(z.object({ name: z.string(), markdown: z.string() })),
    /** Leaving the stream stops the answer; what was written by then is saved as `stopped`. */
    ask: oc.input(askInputSchema).output(eventIterator(answerEventSchema)),
    /** Answers the last question of the chat again, in place of the last answer. */
    regenerate: oc
      .input(z.object({ chatId: idSchema, model: z.string().optional() }))
      .output(eventIterator(answerEventSchema)),
  },
  usage: oc.output(usageSchema),
  usageSeries: oc.input(usageSeriesInputSchema).output(usageSeriesSchema),
  models: {
    /** In the order they are tried. Asks the endpoints, so it takes as long as they do, at most 5 s. */
    list: oc.output(z.array(modelStatusSchema)),
    /** Throws what went wrong: `model_unreachable`, `model_rejected_key` … */
    test: oc.input(modelTestInputSchema).output(modelTestSchema),
  },
  settings: {
    get: oc.output(settingsSchema),
    set: oc.input(settingsChangeSchema).output(settingsSchema),
  },
}

/** The typed contract that every transport mounts: operation names, inputs, outputs and streams. */
import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { answerEventSchema, askInputSchema, chatSchema, messageSchema } from './chat.ts'
import { addedDocumentSchema, documentEventSchema, documentSchema } from './documents.ts'
import { searchInputSchema, searchResultSchema } from './search.ts'
import { usageSchema } from './usage.ts'
import { idSchema } from './values.ts'
import { settingsSchema } from './workspaces.ts'

const byId = z.object({ id: idSchema })

export const contract = {
  documents: {
    add: oc
      .input(z.object({ file: z.file(), name: z.string().min(1).max(255), password: z.string().optional() }))
      .output(addedDocumentSchema),
    list: oc.output(z.array(documentSchema)),
    get: oc.input(byId).output(documentSchema),
    remove: oc.input(byId).output(documentSchema),
    /** Continues a failed, cancelled or interrupted document after its last finished step. */
    retry: oc.input(byId.extend({ password: z.string().optional() })).output(documentSchema),
    cancel: oc.input(byId).output(documentSchema),
    /** Progress of the given documents, or of all; ends when none of them is at work any more. */
    events: oc
      .input(z.object({ ids: z.array(idSchema).optional() }))
      .output(eventIterator(documentEventSchema)),
  },
  search: oc.input(searchInputSchema).output(z.array(searchResultSchema)),
  chats: {
    list: oc.output(z.array(chatSchema)),
    get: oc.input(byId).output(chatSchema.extend({ messages: z.array(messageSchema) })),
    rename: oc.input(byId.extend({ title: z.string().trim().min(1).max(200) })).output(chatSchema),
    remove: oc.input(byId).output(chatSchema),
    /** Leaving the stream stops the answer; what was written by then is saved as `stopped`. */
    ask: oc.input(askInputSchema).output(eventIterator(answerEventSchema)),
    /** Answers the last question of the chat again, in place of the last answer. */
    regenerate: oc
      .input(z.object({ chatId: idSchema, model: z.string().optional() }))
      .output(eventIterator(answerEventSchema)),
  },
  usage: oc.output(usageSchema),
  settings: {
    get: oc.output(settingsSchema),
    set: oc.input(settingsSchema.partial()).output(settingsSchema),
  },
}

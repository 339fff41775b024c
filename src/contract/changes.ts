/** What changes in a workspace, as it happens, whoever changed it: how every open window stays right. */
import { z } from 'zod'
import { chatSchema } from './chat.ts'
import { documentEventSchema, folderSchema } from './documents.ts'
import { idSchema } from './values.ts'
import { settingsSchema } from './workspaces.ts'

/**
 * `ready` comes first, when the stream is live: what is listed after it misses no change. The stream ends only when it is left.
 * A document or folder moved to the bin is `removed`; one that comes back is a `document` or `folder` again.
 */
export const changeSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  documentEventSchema.extend({ type: z.literal('document') }),
  z.object({ type: z.literal('document_removed'), id: idSchema }),
  z.object({ type: z.literal('folder'), folder: folderSchema }),
  z.object({ type: z.literal('folder_removed'), id: idSchema }),
  z.object({ type: z.literal('chat'), chat: chatSchema }),
  z.object({ type: z.literal('chat_removed'), id: idSchema }),
  /** The notes on a document. */
  z.object({ type: z.literal('annotations'), documentId: idSchema }),
  /** Somebody came, left, has another name or role, or the organisation itself has changed. */
  z.object({ type: z.literal('members') }),
  z.object({ type: z.literal('settings'), settings: settingsSchema }),
  /** Vectors are being taken into their index; the last one has `done` equal to `total`. */
  z.object({ type: z.literal('vector_index'), done: z.int(), total: z.int() }),
])
export type Change = z.infer<typeof changeSchema>

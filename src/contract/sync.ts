/** What a client and the hosted server say to each other to bring their copies of a workspace together (docs/sync.md). */
import { z } from 'zod'
import { deviceFactsSchema } from './auth.ts'
import { citationSchema, messageStatusSchema, ratingSchema, sourceDocumentSchema } from './chat.ts'
import { documentStatusSchema, sha256Schema } from './documents.ts'
import { errorInfoSchema } from './errors.ts'
import { sharingSchema } from './mutations.ts'
import { idSchema, languageSchema, rectSchema, roleSchema, scopeSchema } from './values.ts'

/** Of request and response, and of what the mutations mean; a change that an older side would misread makes it larger. */
export const SYNC_PROTOCOL = 1
/** Mutations in one request. */
export const MAX_PUSHED = 200
/** Rows and tombstones in one response, without those that were asked for by name. */
export const MAX_PULLED = 2_000

const changeNumberSchema = z.int().min(0)
/** As Postgres writes it: a JavaScript date would lose the microseconds by which a folder's contents are known to be binned together. */
const timeSchema = z.string().max(40)

/** The tables that are synced, in the order in which their rows refer to each other. */
export const syncedEntitySchema = z.enum([
  'tenant',
  'member',
  'folder',
  'document',
  'alias',
  'annotation',
  'chat',
  'message',
])
export type SyncedEntity = z.infer<typeof syncedEntitySchema>

const rowKeySchema = z.object({ entity: syncedEntitySchema, id: idSchema })
export type RowKey = Readonly<z.infer<typeof rowKeySchema>>

/** A place in the order of the tenant's changes. */
export const syncCursorSchema = rowKeySchema.extend({
  changeNumber: changeNumberSchema,
  /** The tenant's change number when the pull from the start began: what was deleted before was not in it. */
  startedAt: changeNumberSchema,
})
export type SyncCursor = Readonly<z.infer<typeof syncCursorSchema>>

const binnable = { created_at: timeSchema, deleted_at: timeSchema.nullable() }
/** The columns that travel, by entity, as the tables name them. */
export const syncedRowSchemas = {
  tenant: z.object({
    id: idSchema,
    slug: z.string(),
    name: z.string(),
    allowed_models: z.array(z.string()).nullable(),
    default_language: languageSchema,
  }),
  /** `id` is the user's. */
  member: z.object({ id: idSchema, name: z.string(), role: roleSchema }),
  folder: z.object({
    id: idSchema,
    parent_id: idSchema.nullable(),
    name: z.string(),
    updated_at: timeSchema,
    ...binnable,
  }),
  document: z.object({
    id: idSchema,
    folder_id: idSchema.nullable(),
    name: z.string(),
    sha256: sha256Schema,
    bytes: z.int(),
    tags: z.array(z.string()),
    created_by: idSchema,
    ...binnable,
    /** The server's own, and why it failed there. */
    status: documentStatusSchema,
    error: errorInfoSchema.nullable(),
  }),
  /** `id` means the document `document_id`. */
  alias: z.object({ id: idSchema, document_id: idSchema }),
  annotation: z.object({
    id: idSchema,
    document_id: idSchema,
    user_id: idSchema,
    page: z.int(),
    rects: z.array(rectSchema),
    quote: z.string(),
    note: z.string(),
    created_at: timeSchema,
    updated_at: timeSchema,
  }),
  chat: z.object({
    id: idSchema,
    user_id: idSchema,
    title: z.string(),
    scope: scopeSchema,
    sharing: sharingSchema,
    updated_at: timeSchema,
    ...binnable,
  }),
  message: z.object({
    id: idSchema,
    chat_id: idSchema,
    question_id: idSchema.nullable(),
    role: z.enum(['user', 'assistant']),
    content: z.string(),
    citations: z.array(citationSchema),
    sources: z.array(sourceDocumentSchema),
    status: messageStatusSchema,
    model: z.string().nullable(),
    prompt_tokens: z.int().nullable(),
    completion_tokens: z.int().nullable(),
    tokens_counted: z.boolean(),
    duration_ms: z.int().nullable(),
    rating: ratingSchema.nullable(),
    error: errorInfoSchema.nullable(),
    created_at: timeSchema,
  }),
} as const satisfies Record<SyncedEntity, z.ZodObject>

export type SyncedRow<Entity extends SyncedEntity> = Readonly<z.infer<(typeof syncedRowSchemas)[Entity]>>

export const syncedRowsSchema = z.object({
  tenant: z.array(syncedRowSchemas.tenant),
  member: z.array(syncedRowSchemas.member),
  folder: z.array(syncedRowSchemas.folder),
  document: z.array(syncedRowSchemas.document),
  alias: z.array(syncedRowSchemas.alias),
  annotation: z.array(syncedRowSchemas.annotation),
  chat: z.array(syncedRowSchemas.chat),
  message: z.array(syncedRowSchemas.message),
})
export type SyncedRows = z.infer<typeof syncedRowsSchema>

/** A mutation on its way; its name and arguments are checked when it is its turn, so that one bad one refuses no other. */
const pushedMutationSchema = z.object({ id: z.int().min(1), name: z.string(), args: z.unknown() })
export type PushedMutation = z.infer<typeof pushedMutationSchema>

/** What every version's request says, whatever else it says. */
export const versionedSchema = z.looseObject({ protocol: z.int() })

export const syncRequestSchema = z.object({
  ...versionedSchema.shape,
  clientId: idSchema,
  /** Versions before it say nothing. */
  device: deviceFactsSchema.optional(),
  /** In order, each one more than the one before. */
  mutations: z.array(pushedMutationSchema).max(MAX_PUSHED),
  /** Reasons of refused mutations up to this one are kept by the client. */
  acknowledged: z.int().min(0),
  /** Null pulls from the start. */
  cursor: syncCursorSchema.nullable(),
  /** Rows whose present state is wanted, whatever the cursor is. One mutation may touch a folder of any size: a cap would stop its sender for ever. */
  refresh: z.array(rowKeySchema),
  limit: z.int().min(1).max(MAX_PULLED),
})
export type SyncRequest = z.infer<typeof syncRequestSchema>

export const syncResponseSchema = z.object({
  /** The last mutation of this client that was applied or refused. */
  lastMutationId: z.int().min(0),
  rejections: z.array(z.object({ id: z.int().min(1), error: errorInfoSchema })),
  rows: syncedRowsSchema,
  gone: z.array(rowKeySchema),
  cursor: syncCursorSchema.nullable(),
  /** Whether there is more behind the cursor. */
  more: z.boolean(),
})
export type SyncResponse = z.infer<typeof syncResponseSchema>

/** What the WebSocket /ws/sync says: that there may be something to pull, or that it is there. */
export const syncNewsSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('pull') }),
  z.object({ type: z.literal('pong') }),
])

/** Of a file that is sent in parts. */
export const MAX_BLOB_PART_BYTES = 1024 * 1024
export const blobStateSchema = z.object({
  /** Whether the tenant has it, so that nothing is to be sent. */
  isComplete: z.boolean(),
  /** Bytes of the sender's that are there, from the first on: where the next part begins. */
  received: z.int().min(0),
})
export type BlobState = z.infer<typeof blobStateSchema>
export const blobPartSchema = z.object({
  start: z.coerce.number().int().min(0),
  total: z.coerce.number().int().min(1),
})

/** Everything a client may do to a synced workspace, by name: the same on the client, on the wire and on the server (docs/sync.md). */
import { z } from 'zod'
import { annotationEditSchema, newAnnotationSchema } from './annotations.ts'
import { citationSchema, messageStatusSchema, ratingSchema, sourceDocumentSchema } from './chat.ts'
import { folderNameSchema, MAX_DOCUMENT_BYTES, sha256Schema, tagsSchema } from './documents.ts'
import { errorInfoSchema } from './errors.ts'
import { idSchema, scopeSchema, textSchema } from './values.ts'

const byId = z.object({ id: idSchema })
const byIds = z.object({ ids: z.array(idSchema).min(1).max(10_000) })
const title = textSchema(200)

/** Private to its user, shared with everyone in the organisation, or withdrawn from them again. */
export const sharingSchema = z.enum(['private', 'shared', 'withdrawn'])
export type Sharing = z.infer<typeof sharingSchema>

export const mutationSchemas = {
  'folder.create': z.object({ id: idSchema, name: folderNameSchema, parentId: idSchema.nullable() }),
  'folder.rename': byId.extend({ name: folderNameSchema }),
  'folder.move': byId.extend({ parentId: idSchema.nullable() }),
  'folder.remove': byId,
  'folder.restore': byId,

  /** The blob is in place before. Where the tenant has these bytes, the id becomes an alias of the document that holds them. */
  'document.add': z.object({
    id: idSchema,
    name: textSchema(255),
    folderId: idSchema.nullable(),
    sha256: sha256Schema,
    bytes: z.int().min(1).max(MAX_DOCUMENT_BYTES),
  }),
  'document.rename': byId.extend({ name: textSchema(255) }),
  'document.move': byIds.extend({ folderId: idSchema.nullable() }),
  /** Tags already there are added to nothing, and those that are not taken from nothing. */
  'document.tag': byIds.extend({ add: tagsSchema, remove: tagsSchema }),
  'document.remove': byIds,
  'document.restore': byIds,
  /** Of what is in the bin, for good. Named one by one, so that nothing goes that its user did not see there. */
  'document.purge': z.object({
    documentIds: z.array(idSchema).max(100_000),
    folderIds: z.array(idSchema).max(100_000),
  }),

  'annotation.add': newAnnotationSchema,
  'annotation.edit': annotationEditSchema,
  'annotation.remove': byId,

  /** Saves a question, in a chat that is made when missing. */
  'chat.ask': z.object({
    chatId: idSchema,
    /** Of a new chat, or of one that was named after the question that this one replaces. */
    title: title.nullable(),
    /** Where this and later questions look; null leaves it. */
    scope: scopeSchema.nullable(),
    questionId: idSchema,
    question: textSchema(8_000),
    /** The earlier question that gives way to this one, with everything after it. */
    replaces: idSchema.nullable(),
  }),
  /** Saves an answer as it finally is. */
  'chat.answer': z.object({
    id: idSchema,
    chatId: idSchema,
    questionId: idSchema,
    content: z.string().max(1_000_000),
    citations: z.array(citationSchema).max(1_000),
    sources: z.array(sourceDocumentSchema).max(1_000),
    status: messageStatusSchema.exclude(['streaming']),
    model: z.string().max(200),
    promptTokens: z.int().min(0).nullable(),
    completionTokens: z.int().min(0).nullable(),
    tokensCounted: z.boolean(),
    durationMs: z.int().min(0).nullable(),
    error: errorInfoSchema.nullable(),
    /** Takes the place of the other answers to the question. */
    replaces: z.boolean(),
  }),
  'chat.rename': byId.extend({ title }),
  'chat.scope': byId.extend({ scope: scopeSchema }),
  'chat.remove': byId,
  'chat.restore': byId,
  'chat.share': byId.extend({ shared: z.boolean() }),
  'message.rate': byId.extend({ rating: ratingSchema.nullable() }),

  /** Tokens spent on the device with models that are not its own; counted when they arrive. */
  'usage.record': z.object({
    id: idSchema,
    kind: z.enum(['answer', 'embedding']),
    model: z.string().max(200),
    promptTokens: z.int().min(0),
    completionTokens: z.int().min(0),
    counted: z.boolean(),
  }),
} as const

export type MutationName = keyof typeof mutationSchemas
export type MutationArgs<Name extends MutationName> = z.output<(typeof mutationSchemas)[Name]>
export const mutationNameSchema = z.enum(Object.keys(mutationSchemas) as [MutationName, ...MutationName[]])
export const isMutationName = (name: string): name is MutationName => Object.hasOwn(mutationSchemas, name)

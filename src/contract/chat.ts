/** Questions, streamed answers and their citations. */
import { z } from 'zod'
import { errorInfoSchema } from './errors.ts'
import { idSchema, rectSchema, scopeSchema, snippetSchema, textSchema } from './values.ts'

/** A marker `[n]` of the answer, resolved to the place on the page that was checked to hold the cited words; `n` counts the passages cited. */
export const citationSchema = z.object({
  n: z.int().min(1),
  chunkId: idSchema,
  documentId: idSchema,
  documentName: z.string(),
  page: z.int().min(1),
  /** The words of the passage that the answer rests on. */
  quote: z.string(),
  rects: z.array(rectSchema),
})
export type Citation = Readonly<z.infer<typeof citationSchema>>

/** A passage given to the model, numbered from 1. */
export const sourceSchema = citationSchema
  .omit({ quote: true })
  .extend({ text: z.string(), score: z.number() })
export type Source = Readonly<z.infer<typeof sourceSchema>>

/** Which pages of a document an answer was given to read. */
export const sourceDocumentSchema = z.object({
  documentId: idSchema,
  documentName: z.string(),
  /** 1-based, ascending. */
  pages: z.array(z.int().min(1)),
})
export type SourceDocument = Readonly<z.infer<typeof sourceDocumentSchema>>

export const tokenUsageSchema = z.object({
  promptTokens: z.int(),
  completionTokens: z.int(),
  /** True when the provider gave no figure and we counted with cl100k_base. */
  counted: z.boolean(),
})
export type TokenUsage = Readonly<z.infer<typeof tokenUsageSchema>>

export const ratingSchema = z.enum(['up', 'down'])
export type Rating = z.infer<typeof ratingSchema>

/** `streaming` survives only a crash; opening the workspace turns it into `stopped`. */
export const messageStatusSchema = z.enum(['streaming', 'done', 'stopped', 'failed'])
export const messageSchema = z.object({
  id: idSchema,
  chatId: idSchema,
  role: z.enum(['user', 'assistant']),
  content: z.string(),
  citations: z.array(citationSchema),
  /** What an answer was given to read, best document first; empty for a question. */
  sources: z.array(sourceDocumentSchema),
  status: messageStatusSchema,
  /** `extractive` when no model was used: the answer then only quotes. */
  model: z.string().nullable(),
  usage: tokenUsageSchema.nullable(),
  /** From the question to the answer's end; null for a question and while it is written. */
  durationMs: z.int().nullable(),
  rating: ratingSchema.nullable(),
  error: errorInfoSchema.nullable(),
  createdAt: z.iso.datetime(),
})
export type Message = Readonly<z.infer<typeof messageSchema>>

export const chatSchema = z.object({
  id: idSchema,
  title: z.string(),
  scope: scopeSchema,
  author: z.object({ id: idSchema, name: z.string() }),
  /** Whether it is the reader's own; others' can be read, and nothing else. */
  own: z.boolean(),
  /** Whether everyone in the organisation may read it. */
  shared: z.boolean(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type Chat = Readonly<z.infer<typeof chatSchema>>

export const askInputSchema = z.object({
  question: textSchema(8_000),
  /** Continues this chat; a new one is started without it. */
  chatId: idSchema.optional(),
  /** Edits this earlier question of the chat: it and everything after it give way to the new one. */
  replaces: idSchema.optional(),
  scope: scopeSchema.default({}),
  /** A model on the workspace's list, or `extractive`; the workspace's own choice without it. */
  model: z.string().optional(),
})
export type AskInput = z.input<typeof askInputSchema>

/**
 * An answer as it comes: `start`, then `sources`, then deltas and citations in the order of the text, then `done` or `error`.
 * The markers `[n]` in the deltas are citations that passed the check; those that failed are left out of the text.
 * The k-th marker of the text belongs to the k-th citation: one passage may be cited for several quotes.
 */
export const answerEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('start'), chatId: idSchema, messageId: idSchema, model: z.string() }),
  z.object({ type: z.literal('sources'), query: z.string(), sources: z.array(sourceSchema) }),
  z.object({ type: z.literal('delta'), text: z.string() }),
  z.object({ type: z.literal('citation'), citation: citationSchema }),
  z.object({ type: z.literal('done'), message: messageSchema }),
  z.object({ type: z.literal('error'), error: errorInfoSchema }),
])
export type AnswerEvent = z.infer<typeof answerEventSchema>

/** A place in the history where the words searched for were said; the title's own matches have no message. */
export const chatHitSchema = z.object({
  chat: chatSchema,
  messageId: idSchema.nullable(),
  snippet: snippetSchema,
})
export type ChatHit = Readonly<z.infer<typeof chatHitSchema>>

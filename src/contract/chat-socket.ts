/** The messages of the WebSocket /ws/chat: JSON, one object a frame. docs/api.md explains them. */
import { z } from 'zod'
import { answerEventSchema, askInputSchema, tokenUsageSchema } from './chat.ts'
import { errorInfoSchema } from './errors.ts'
import { idSchema } from './values.ts'

/** Chosen by the client, so that it can tell the answers of one connection apart. */
const requestId = z.string().min(1).max(100)

/** Answers that one connection may be given at once. */
export const MAX_ANSWERS_PER_SOCKET = 8

export const chatRequestSchema = z.discriminatedUnion('type', [
  askInputSchema.extend({ type: z.literal('ask'), id: requestId }),
  z.object({
    ...{ type: z.literal('regenerate'), id: requestId },
    chatId: idSchema,
    model: z.string().optional(),
  }),
  /** Stops an answer; what was written by then is saved. */
  z.object({ type: z.literal('cancel'), id: requestId }),
  /** An answer from its beginning, live where it is still being written: after a lost connection, or on another device. */
  z.object({ type: z.literal('resume'), id: requestId, messageId: idSchema }),
  z.object({ type: z.literal('ping') }),
])
export type ChatRequest = z.output<typeof chatRequestSchema>

const [start, sources, delta, citation, done, error] = answerEventSchema.options
const ofRequest = { id: requestId }

/** As {@link answerEventSchema}, each with the id of what it answers; the last of an answer is `done` or `error`. */
export const chatResponseSchema = z.discriminatedUnion('type', [
  start.extend(ofRequest),
  sources.extend(ofRequest),
  delta.extend(ofRequest),
  citation.extend(ofRequest),
  done.extend({ ...ofRequest, usage: tokenUsageSchema.nullable() }),
  error.extend(ofRequest),
  /** A frame that is not understood, or a connection that ends; of no request in particular. */
  z.object({ type: z.literal('refused'), error: errorInfoSchema }),
  z.object({ type: z.literal('pong') }),
])
export type ChatResponse = z.infer<typeof chatResponseSchema>

/** Who can answer: the chat models in the order they are tried, and how to reach them. */
import { z } from 'zod'
import { errorInfoSchema } from './errors.ts'

/** `endpoint`: the compatible address of the settings; `openai`: OpenAI by its key; `extractive`: quotes, without a model. */
export const modelSourceSchema = z.enum(['endpoint', 'openai', 'extractive'])
export type ModelSource = z.infer<typeof modelSourceSchema>

export const modelStatusSchema = z.object({
  source: modelSourceSchema,
  /** The one it would answer with; null when none is chosen. */
  model: z.string().nullable(),
  /** The models on the workspace's list that it offers. */
  models: z.array(z.string()),
  /** Host and port, null for `extractive`. */
  host: z.string().nullable(),
  /** True when nothing leaves this computer. */
  local: z.boolean(),
  state: z.enum(['ready', 'not_set', 'needs_key', 'key_refused', 'unreachable']),
  error: errorInfoSchema.nullable(),
  /** Whether the next question goes to it. */
  next: z.boolean(),
})
export type ModelStatus = Readonly<z.infer<typeof modelStatusSchema>>

/** An address, and the key to try with it; without a key, the stored one of that source is used. */
export const modelTestInputSchema = z.object({
  source: modelSourceSchema.exclude(['extractive']),
  endpoint: z.url().optional(),
  key: z.string().trim().min(1).max(500).optional(),
})
export const modelTestSchema = z.object({
  /** What the endpoint offers, as it names them, sorted. */
  models: z.array(z.string()),
  durationMs: z.number(),
})
export type ModelTest = z.infer<typeof modelTestSchema>

/** Limits on the tokens that answers may spend. */
import { z } from 'zod'
import { idSchema } from './values.ts'

export const quotaWindowSchema = z
  .enum(['24h', '7d'])
  .describe(
    'The time up to now in which tokens count: each is free again 24 hours or 7 days after it was spent.',
  )
export type QuotaWindow = z.infer<typeof quotaWindowSchema>

export const quotaInputSchema = z.object({
  userId: idSchema.nullable().describe('Whom it limits; null for the whole tenant together.'),
  window: quotaWindowSchema,
  tokens: z
    .int()
    .min(0)
    .describe('Prompt and completion tokens of answers by a model; 0 leaves only answers without one.'),
})
export type QuotaInput = z.infer<typeof quotaInputSchema>

export const quotaSchema = quotaInputSchema.extend({
  id: idSchema,
  used: z.int().describe('Spent within the window.'),
  reserved: z.int().describe('What answers that are being written may still spend.'),
})
export type Quota = Readonly<z.infer<typeof quotaSchema>>

/** Tokens spent, over the last 24 hours and 7 days. */
import { z } from 'zod'

export const usageWindowSchema = z.object({
  promptTokens: z.int(),
  completionTokens: z.int(),
  embeddingTokens: z.int(),
  answers: z.int(),
})
export const usageSchema = z.object({ last24Hours: usageWindowSchema, last7Days: usageWindowSchema })
export type Usage = z.infer<typeof usageSchema>

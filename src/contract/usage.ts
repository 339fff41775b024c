/** Tokens spent, over the last 24 hours and 7 days: the whole tenant's for its admins and owners, their own for everyone else. */
import { z } from 'zod'
import { idSchema } from './values.ts'

export const usageWindowSchema = z.object({
  promptTokens: z.int(),
  completionTokens: z.int(),
  embeddingTokens: z.int(),
  answers: z.int(),
})
export const usageSchema = z.object({ last24Hours: usageWindowSchema, last7Days: usageWindowSchema })
export type Usage = z.infer<typeof usageSchema>

export const userUsageSchema = usageSchema.extend({
  userId: idSchema,
  userName: z.string().nullable().describe('Null for one who is no member any more.'),
})
export type UserUsage = Readonly<z.infer<typeof userUsageSchema>>

export const usageSeriesInputSchema = z.object({ window: z.enum(['24h', '7d']) })
/** The same figures over time: 24 hours one by one, or 7 days; the last bucket is the running one, and empty ones are there too. */
export const usageSeriesSchema = z.object({
  buckets: z.array(usageWindowSchema.extend({ start: z.iso.datetime() })),
  /** Most tokens first; `extractive` is a measure of use, not of cost. */
  models: z.array(usageWindowSchema.extend({ model: z.string() })),
})
export type UsageSeries = z.infer<typeof usageSeriesSchema>

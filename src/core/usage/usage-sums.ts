/** What a set of usage events adds up to, as columns of a query. */
import { sql } from 'drizzle-orm'
import type { Usage } from '../../contract/index.ts'
import { usageEvents } from '../database/index.ts'

const { kind, promptTokens, completionTokens } = usageEvents

export const usageSums = {
  promptTokens: sql`coalesce(sum(${promptTokens}) filter (where ${kind} = 'answer'), 0)`.mapWith(Number),
  completionTokens: sql`coalesce(sum(${completionTokens}) filter (where ${kind} = 'answer'), 0)`.mapWith(
    Number,
  ),
  embeddingTokens: sql`coalesce(sum(${promptTokens}) filter (where ${kind} = 'embedding'), 0)`.mapWith(
    Number,
  ),
  answers: sql`count(*) filter (where ${kind} = 'answer')`.mapWith(Number),
}

export const noUsage: Usage['last24Hours'] = {
  promptTokens: 0,
  completionTokens: 0,
  embeddingTokens: 0,
  answers: 0,
}

/** What a set of usage events adds up to, as columns of a query. */
import { and, eq, sql } from 'drizzle-orm'
import type { Actor, Usage } from '../../contract/index.ts'
import { usageEvents } from '../database/index.ts'
import { hasRole } from '../roles/index.ts'

const { tenantId, userId, kind, promptTokens, completionTokens } = usageEvents

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

/** The events that count for the actor: the tenant's for its owners and admins, their own for everyone else. */
export const visibleTo = (actor: Actor) =>
  and(eq(tenantId, actor.tenantId), hasRole(actor.role, 'admin') ? undefined : eq(userId, actor.userId))

export const daysBefore = (end: Date, days: number) => new Date(end.getTime() - days * 24 * 60 * 60 * 1_000)

export const tokensOf = ({ promptTokens, completionTokens, embeddingTokens }: typeof noUsage): number =>
  promptTokens + completionTokens + embeddingTokens

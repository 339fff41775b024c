/** Adds up tokens spent user by user. */
import { and, eq, gt } from 'drizzle-orm'
import type { Actor, UserUsage } from '../../contract/index.ts'
import { type Transaction, usageEvents, users } from '../database/index.ts'
import { daysBefore, noUsage, tokensOf, usageSums } from './usage-sums.ts'

/** Those of the actor's tenant who spent any in the 7 days up to `end`, most first. */
export async function usageByUser(tx: Transaction, { tenantId }: Actor, end: Date): Promise<UserUsage[]> {
  const within = (days: number) =>
    tx
      .select({ userId: usageEvents.userId, userName: users.name, ...usageSums })
      .from(usageEvents)
      .leftJoin(users, eq(users.id, usageEvents.userId))
      .where(and(eq(usageEvents.tenantId, tenantId), gt(usageEvents.createdAt, daysBefore(end, days))))
      .groupBy(usageEvents.userId, users.name)
  const [day, week] = [await within(1), await within(7)]
  const lastDay = new Map(day.map(({ userId, userName: _, ...sums }) => [userId, sums]))
  return week
    .map(({ userId, userName, ...last7Days }) => ({
      ...{ userId, userName, last24Hours: lastDay.get(userId) ?? noUsage, last7Days },
    }))
    .sort((a, b) => tokensOf(b.last7Days) - tokensOf(a.last7Days) || (a.userId < b.userId ? -1 : 1))
}

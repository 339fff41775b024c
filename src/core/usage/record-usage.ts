/** Tokens that were spent elsewhere with the organisation's models. */
import { usageEvents } from '../database/index.ts'
import { defineMutation } from '../mutations/index.ts'

/** They count from when they arrive: a device's clock could else move them out of every window. */
export const recordUsage = defineMutation({
  name: 'usage.record',
  least: 'viewer',
  async apply(tx, { tenantId, userId }, event): Promise<void> {
    await tx
      .insert(usageEvents)
      .values({ tenantId, userId, ...event })
      .onConflictDoNothing()
  },
})

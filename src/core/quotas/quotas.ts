/** The token limits of a tenant, as its admins see and set them. */
import { and, eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { type Actor, AppError, type Quota, type QuotaInput } from '../../contract/index.ts'
import { recordAudit } from '../audit/index.ts'
import { type Database, memberships, quotas, type Transaction } from '../database/index.ts'
import { asRole } from '../roles/index.ts'
import { standings } from './standings.ts'

export interface Quotas {
  /** With what was spent and what is reserved; for admins, as are the changes. @throws {AppError} forbidden */
  list(actor: Actor): Promise<Quota[]>
  /** Takes the place of the limit of the same user, or of the tenant, and window. @throws {AppError} forbidden, not_found */
  set(actor: Actor, quota: QuotaInput): Promise<Quota>
  /** @throws {AppError} forbidden, not_found */
  remove(actor: Actor, id: string): Promise<void>
}

export function createQuotas({
  database,
  now = () => new Date(),
}: {
  readonly database: Database
  readonly now?: () => Date
}): Quotas {
  return {
    list: (actor) => asRole(database, actor, 'admin', (tx) => standings(tx, actor.tenantId, now())),

    set: (actor, { userId, window, tokens }) =>
      asRole(database, actor, 'admin', async (tx) => {
        const { tenantId } = actor
        if (userId !== null) await requireMember(tx, tenantId, userId)
        const id = uuidv7()
        const [row] = await tx
          .insert(quotas)
          .values({ tenantId, id, userId, window, tokens })
          .onConflictDoUpdate({ target: [quotas.tenantId, quotas.userId, quotas.window], set: { tokens } })
          .returning({ id: quotas.id })
        const details = { window, tokens, ...(userId !== null && { userId }) }
        await recordAudit(tx, actor, 'quota_set', row?.id ?? id, details)
        const [quota] = await standings(tx, tenantId, now(), eq(quotas.id, row?.id ?? id))
        if (!quota) throw new Error('A quota was not saved.')
        return quota
      }),

    remove: (actor, id) =>
      asRole(database, actor, 'admin', async (tx) => {
        const [row] = await tx
          .delete(quotas)
          .where(and(eq(quotas.tenantId, actor.tenantId), eq(quotas.id, id)))
          .returning()
        if (!row) throw new AppError('not_found', { kind: 'quota', id })
        const { window, tokens, userId } = row
        const details = { window, tokens, ...(userId !== null && { userId }) }
        await recordAudit(tx, actor, 'quota_removed', id, details)
      }),
  }
}

async function requireMember(tx: Transaction, tenantId: string, userId: string): Promise<void> {
  const [member] = await tx
    .select({ userId: memberships.userId })
    .from(memberships)
    .where(and(eq(memberships.tenantId, tenantId), eq(memberships.userId, userId)))
  if (!member) throw new AppError('not_found', { kind: 'member', id: userId })
}

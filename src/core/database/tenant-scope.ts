/** Confines a transaction to one tenant. */
import { sql } from 'drizzle-orm'
import type { Actor } from '../../contract/index.ts'
import type { Transaction } from './database.ts'

/** From here to the end of the transaction every statement runs as docuchat_app, whose policies see the actor's tenant alone. */
export async function confineToTenant(
  tx: Transaction,
  actor: Pick<Actor, 'tenantId' | 'userId'>,
): Promise<void> {
  await tx.execute(sql`
    select
      set_config('role', 'docuchat_app', true),
      set_config('app.tenant_id', ${actor.tenantId}, true),
      set_config('app.user_id', ${actor.userId}, true)`)
}

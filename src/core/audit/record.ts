/** Writes what was done beside the doing of it. */
import { v7 as uuidv7 } from 'uuid'
import type { AuditAction } from '../../contract/index.ts'
import { auditEvents, bulkInsert, type Transaction } from '../database/index.ts'

/** Who did it; the user is null for the server's operator. */
export interface AuditActor {
  readonly tenantId: string
  readonly userId: string | null
}

type Details = Readonly<Record<string, string | number | boolean>>

/**
 * In the transaction that does it, so that neither is there without the other. `subject` is the id of what it was done to; `details`
 * say what no row says any more (the role before, a removed name), and never document text or secrets.
 */
export async function recordAudit(
  tx: Transaction,
  { tenantId, userId }: AuditActor,
  action: AuditAction,
  subject: string | null,
  details: Details = {},
): Promise<void> {
  await tx.insert(auditEvents).values({ tenantId, id: uuidv7(), userId, action, subject, details })
}

/** {@link recordAudit} of what was done to each of many. */
export async function recordAuditOfEach(
  tx: Transaction,
  { tenantId, userId }: AuditActor,
  action: AuditAction,
  done: readonly { readonly id: string; readonly details?: Details }[],
): Promise<void> {
  const events = done.map(({ id, details = {} }) => ({
    ...{ tenantId, id: uuidv7(), userId, action, details },
    subject: id,
  }))
  await bulkInsert(tx, auditEvents, events)
}

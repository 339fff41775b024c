/** Reads a tenant's audit log, and records what no other transaction tells about: sign-ins. */
import { and, desc, eq, lt } from 'drizzle-orm'
import { type Actor, type AuditPage, type AuditQuery, auditQuerySchema } from '../../contract/index.ts'
import { auditEvents, type Database, users } from '../database/index.ts'
import { asRole } from '../roles/index.ts'
import { recordAudit } from './record.ts'

export interface Audit {
  /** A page of what matches, the newest first; for admins. @throws {AppError} forbidden */
  list(actor: Actor, query?: AuditQuery): Promise<AuditPage>
  /** For the server, once it has handed out or ended a session. */
  signedIn(actor: Actor): Promise<void>
  signedOut(actor: Actor): Promise<void>
}

export function createAudit({ database }: { readonly database: Database }): Audit {
  const record = (actor: Actor, action: 'signed_in' | 'signed_out') =>
    database.asTenant(actor, (tx) => recordAudit(tx, actor, action, actor.userId))
  return {
    signedIn: (actor) => record(actor, 'signed_in'),
    signedOut: (actor) => record(actor, 'signed_out'),
    list: (actor, query = {}) =>
      asRole(database, actor, 'admin', async (tx) => {
        const { action, userId, cursor, limit } = auditQuerySchema.parse(query)
        const { tenantId, id } = auditEvents
        const rows = await tx
          .select({ event: auditEvents, userName: users.name })
          .from(auditEvents)
          .leftJoin(users, eq(users.id, auditEvents.userId))
          .where(
            and(
              eq(tenantId, actor.tenantId),
              action === undefined ? undefined : eq(auditEvents.action, action),
              userId === undefined ? undefined : eq(auditEvents.userId, userId),
              cursor === undefined ? undefined : lt(id, cursor),
            ),
          )
          // The ids are UUIDv7: their order is that of time.
          .orderBy(desc(id))
          .limit(limit + 1)
        const events = rows.slice(0, limit).map(({ event, userName }) => ({
          ...{ id: event.id, action: event.action, userId: event.userId, userName },
          ...{ subject: event.subject, details: event.details, createdAt: event.createdAt.toISOString() },
        }))
        return { events, nextCursor: rows.length > limit ? (events.at(-1)?.id ?? null) : null }
      }),
  }
}

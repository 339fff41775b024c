/** Invitations by e-mail: whoever has one may sign in to the tenant, with the role it names. */
import { and, desc, eq, gt, isNull, type SQL } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import {
  type Actor,
  AppError,
  type Invitation,
  type Language,
  type NewInvitation,
} from '../../contract/index.ts'
import { recordAudit } from '../audit/index.ts'
import { type Database, invitations, type Transaction, tenants, users } from '../database/index.ts'
import { asRole, requireManages } from '../roles/index.ts'
import { changePeople, memberByEmail } from './people-store.ts'

/** Long enough for a week off, short enough that a forgotten mailbox opens nothing. */
const VALID_MS = 7 * 24 * 60 * 60 * 1_000

export interface Invitations {
  /** Those that can still be accepted, the newest first; for admins, as are the changes. @throws {AppError} forbidden */
  list(actor: Actor): Promise<Invitation[]>
  /**
   * Valid for 7 days. Inviting an address again renews its invitation, with the new role. `invitation` is parsed.
   * @throws {AppError} forbidden (only owners invite admins and owners), already_member
   */
  create(actor: Actor, invitation: NewInvitation): Promise<Invitation>
  /** @throws {AppError} forbidden, not_found */
  revoke(actor: Actor, id: string): Promise<void>
}

/** What whoever is invited should be told. */
export interface InvitationNews {
  readonly invitation: Invitation
  readonly tenantName: string
  readonly inviterName: string | null
  readonly language: Language
}

export function createInvitations({
  database,
  onInvited = () => {},
  now = () => new Date(),
}: {
  readonly database: Database
  /** Told of each invitation once it holds, and of each that is renewed. */
  readonly onInvited?: (news: InvitationNews) => void
  readonly now?: () => Date
}): Invitations {
  return {
    list: (actor) =>
      asRole(database, actor, 'admin', async (tx) => {
        const rows = await tx
          .select()
          .from(invitations)
          .where(openInvitation(actor.tenantId, now()))
          .orderBy(desc(invitations.createdAt), desc(invitations.id))
        return rows.map(toInvitation)
      }),

    async create(actor, { email, role }) {
      const news = await changePeople(database, actor, async (tx, ownRole) => {
        const { tenantId, userId } = actor
        requireManages(ownRole, role)
        if (await memberByEmail(tx, tenantId, email)) throw new AppError('already_member', { email })
        const open = await findOpen(tx, actor, now(), eq(invitations.email, email))
        // An admin cannot undo an owner's invitation by renewing it lower.
        if (open) requireManages(ownRole, open.role)
        const createdAt = now()
        const expiresAt = new Date(createdAt.getTime() + VALID_MS)
        const values = { role, invitedBy: userId, createdAt, expiresAt, acceptedAt: null }
        const [row] = await tx
          .insert(invitations)
          .values({ tenantId, id: uuidv7(), email, ...values })
          .onConflictDoUpdate({ target: [invitations.tenantId, invitations.email], set: values })
          .returning()
        if (!row) throw new Error('An invitation was not saved.')
        await recordAudit(tx, actor, 'invitation_sent', row.id, { email, role })
        return { invitation: toInvitation(row), ...(await namesOf(tx, actor)) }
      })
      onInvited(news)
      return news.invitation
    },

    revoke: (actor, id) =>
      changePeople(database, actor, async (tx, ownRole) => {
        const open = await findOpen(tx, actor, now(), eq(invitations.id, id))
        if (!open) throw new AppError('not_found', { kind: 'invitation', id })
        requireManages(ownRole, open.role)
        // Kept, since it may say that the person was once removed; over before it began, by any server's clock.
        await tx
          .update(invitations)
          .set({ expiresAt: open.createdAt })
          .where(and(eq(invitations.tenantId, actor.tenantId), eq(invitations.id, id)))
        await recordAudit(tx, actor, 'invitation_revoked', id, { email: open.email })
      }),
  }
}

/** Neither accepted, nor revoked or expired by `now`. */
export const openInvitation = (tenantId: string, now: Date) =>
  and(eq(invitations.tenantId, tenantId), isNull(invitations.acceptedAt), gt(invitations.expiresAt, now))

async function findOpen(tx: Transaction, { tenantId }: Actor, now: Date, condition: SQL) {
  const [row] = await tx
    .select()
    .from(invitations)
    .where(and(openInvitation(tenantId, now), condition))
  return row
}

async function namesOf(
  tx: Transaction,
  { tenantId, userId }: Actor,
): Promise<Omit<InvitationNews, 'invitation'>> {
  const [tenant] = await tx
    .select({ name: tenants.name, language: tenants.defaultLanguage })
    .from(tenants)
    .where(eq(tenants.id, tenantId))
  const [inviter] = await tx.select({ name: users.name }).from(users).where(eq(users.id, userId))
  return {
    tenantName: tenant?.name ?? '',
    inviterName: inviter?.name ?? null,
    language: tenant?.language ?? 'en',
  }
}

const toInvitation = (row: typeof invitations.$inferSelect): Invitation => ({
  ...{ id: row.id, email: row.email, role: row.role, invitedBy: row.invitedBy },
  ...{ createdAt: row.createdAt.toISOString(), expiresAt: row.expiresAt.toISOString() },
})

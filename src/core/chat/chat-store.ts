/** Reads and writes chats; a user sees only their own, and those they removed not at all. */
import { and, desc, eq, isNull, lt, sql } from 'drizzle-orm'
import { type Actor, AppError, type Chat, type Scope } from '../../contract/index.ts'
import { chatSessions, type Database, type Transaction } from '../database/index.ts'

/** The chats of the actor that are in sight. */
export const ownChats = (actor: Actor) =>
  and(
    eq(chatSessions.tenantId, actor.tenantId),
    eq(chatSessions.userId, actor.userId),
    isNull(chatSessions.deletedAt),
  )
const ownChat = (actor: Actor, id: string) => and(ownChats(actor), eq(chatSessions.id, id))

/** The user's chats, the last used first. */
export async function listChats(tx: Transaction, actor: Actor): Promise<Chat[]> {
  const rows = await tx
    .select()
    .from(chatSessions)
    .where(ownChats(actor))
    .orderBy(desc(chatSessions.updatedAt), desc(chatSessions.id))
  return rows.map(toChat)
}

/** @throws {AppError} not_found */
export async function getChat(tx: Transaction, actor: Actor, id: string): Promise<Chat> {
  const [row] = await tx.select().from(chatSessions).where(ownChat(actor, id))
  return found(row, id)
}

/** Changes the chat, which counts as used now. @throws {AppError} not_found */
export async function updateChat(
  tx: Transaction,
  actor: Actor,
  id: string,
  change: { readonly title?: string; readonly scope?: Scope },
): Promise<Chat> {
  const [row] = await tx
    .update(chatSessions)
    .set({ ...change, updatedAt: sql`now()` })
    .where(ownChat(actor, id))
    .returning()
  return found(row, id)
}

/** Puts the chat out of sight, from where {@link restoreChat} brings it back for a day. @throws {AppError} not_found */
export async function removeChat(tx: Transaction, actor: Actor, id: string): Promise<Chat> {
  const [row] = await tx
    .update(chatSessions)
    .set({ deletedAt: sql`now()` })
    .where(ownChat(actor, id))
    .returning()
  return found(row, id)
}

/** Harmless for a chat that is in sight. @throws {AppError} not_found */
export async function restoreChat(tx: Transaction, actor: Actor, id: string): Promise<Chat> {
  const { tenantId, userId } = actor
  const own = and(
    eq(chatSessions.tenantId, tenantId),
    eq(chatSessions.userId, userId),
    eq(chatSessions.id, id),
  )
  const [row] = await tx.update(chatSessions).set({ deletedAt: null }).where(own).returning()
  return found(row, id)
}

/** Deletes what was removed more than a day ago, with its messages, and says how many chats that were. */
export async function purgeRemovedChats(database: Database): Promise<number> {
  const purged = await database.asOwner((tx) =>
    tx
      .delete(chatSessions)
      .where(lt(chatSessions.deletedAt, sql`now() - interval '1 day'`))
      .returning({ id: chatSessions.id }),
  )
  return purged.length
}

function found(row: typeof chatSessions.$inferSelect | undefined, id: string): Chat {
  if (!row) throw new AppError('not_found', { kind: 'chat', id })
  return toChat(row)
}

export function toChat({ id, title, scope, createdAt, updatedAt }: typeof chatSessions.$inferSelect): Chat {
  return { id, title, scope, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() }
}

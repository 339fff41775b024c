/** Reads and writes chats; a user sees their own and those that others share, and those that were removed not at all. */
import { and, desc, eq, inArray, isNull, lt, or, sql } from 'drizzle-orm'
import { type Actor, AppError, type Chat, type Scope } from '../../contract/index.ts'
import { chatSessions, type Database, type Transaction, users } from '../database/index.ts'

type ChatRow = typeof chatSessions.$inferSelect

/** The chats in sight that the actor may read. */
export const readableChats = ({ tenantId, userId }: Actor) =>
  and(
    eq(chatSessions.tenantId, tenantId),
    or(eq(chatSessions.userId, userId), eq(chatSessions.sharing, 'shared')),
    isNull(chatSessions.deletedAt),
  )
const own = ({ tenantId, userId }: Actor, id: string) =>
  and(eq(chatSessions.tenantId, tenantId), eq(chatSessions.userId, userId), eq(chatSessions.id, id))
const ownInSight = (actor: Actor, id: string) => and(own(actor, id), isNull(chatSessions.deletedAt))

/** The chats that the user may read, the last used first. */
export async function listChats(tx: Transaction, actor: Actor): Promise<Chat[]> {
  const rows = await tx
    .select()
    .from(chatSessions)
    .where(readableChats(actor))
    .orderBy(desc(chatSessions.updatedAt), desc(chatSessions.id))
  return toChats(tx, actor, rows)
}

/** One of the user's own. @throws {AppError} not_found */
export async function getChat(tx: Transaction, actor: Actor, id: string): Promise<Chat> {
  const [row] = await tx.select().from(chatSessions).where(ownInSight(actor, id))
  return found(tx, actor, row, id)
}

/** One's own, or one that is shared. @throws {AppError} not_found */
export async function readChat(tx: Transaction, actor: Actor, id: string): Promise<Chat> {
  const [row] = await tx
    .select()
    .from(chatSessions)
    .where(and(readableChats(actor), eq(chatSessions.id, id)))
  return found(tx, actor, row, id)
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
    .where(ownInSight(actor, id))
    .returning()
  return found(tx, actor, row, id)
}

/** Puts the chat out of sight, from where {@link restoreChat} brings it back for a day. @throws {AppError} not_found */
export async function removeChat(tx: Transaction, actor: Actor, id: string): Promise<Chat> {
  const [row] = await tx
    .update(chatSessions)
    .set({ deletedAt: sql`now()` })
    .where(ownInSight(actor, id))
    .returning()
  return found(tx, actor, row, id)
}

/** Harmless for a chat that is in sight. @throws {AppError} not_found */
export async function restoreChat(tx: Transaction, actor: Actor, id: string): Promise<Chat> {
  const [row] = await tx.update(chatSessions).set({ deletedAt: null }).where(own(actor, id)).returning()
  return found(tx, actor, row, id)
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

/** The rows as the actor sees them. */
export async function toChats(tx: Transaction, actor: Actor, rows: readonly ChatRow[]): Promise<Chat[]> {
  const names = await namesOf(tx, [...new Set(rows.map(({ userId }) => userId))])
  return rows.map(({ createdAt, id, scope, sharing, title, updatedAt, userId }) => ({
    ...{ id, title, scope, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() },
    // Who has left the organisation has left their name, too.
    author: { id: userId, name: names.get(userId) ?? '' },
    own: userId === actor.userId,
    shared: sharing === 'shared',
  }))
}

/** @throws {AppError} not_found without a row */
export async function found(
  tx: Transaction,
  actor: Actor,
  row: ChatRow | undefined,
  id: string,
): Promise<Chat> {
  const [chat] = row ? await toChats(tx, actor, [row]) : []
  if (!chat) throw new AppError('not_found', { kind: 'chat', id })
  return chat
}

async function namesOf(tx: Transaction, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await tx
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(inArray(users.id, [...ids]))
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** Reads and writes chats and their messages; a user sees only their own. */
import { and, asc, desc, eq, gt, lt, sql } from 'drizzle-orm'
import type { Message, Scope, TokenUsage } from '../../contract/index.ts'
import { type Actor, AppError, type Chat, type Citation, type ErrorInfo } from '../../contract/index.ts'
import { chatSessions, type Database, messages, type Transaction } from '../database/index.ts'

type MessageRow = typeof messages.$inferSelect

const ownChat = (actor: Actor, id: string) =>
  and(
    eq(chatSessions.tenantId, actor.tenantId),
    eq(chatSessions.userId, actor.userId),
    eq(chatSessions.id, id),
  )
const ofChat = (actor: Actor, chatId: string) =>
  and(eq(messages.tenantId, actor.tenantId), eq(messages.chatId, chatId))

/** The user's chats, the last used first. */
export async function listChats(tx: Transaction, actor: Actor): Promise<Chat[]> {
  const rows = await tx
    .select()
    .from(chatSessions)
    .where(and(eq(chatSessions.tenantId, actor.tenantId), eq(chatSessions.userId, actor.userId)))
    .orderBy(desc(chatSessions.updatedAt), desc(chatSessions.id))
  return rows.map(toChat)
}

/** @throws {AppError} not_found */
export async function getChat(tx: Transaction, actor: Actor, id: string): Promise<Chat> {
  const [row] = await tx.select().from(chatSessions).where(ownChat(actor, id))
  return found(row, id)
}

/** The chat's messages, oldest first. An answer being written anew is left out until it takes the old one's place. */
export async function getMessages(tx: Transaction, actor: Actor, chatId: string): Promise<Message[]> {
  const rows = await tx.select().from(messages).where(ofChat(actor, chatId)).orderBy(asc(messages.id))
  return rows
    .filter((row, index) => row.status !== 'streaming' || rows[index - 1]?.role !== 'assistant')
    .map(toMessage)
}

export async function createChat(
  tx: Transaction,
  actor: Actor,
  chat: { readonly id: string; readonly title: string; readonly scope: Scope },
): Promise<Chat> {
  const { tenantId, userId } = actor
  const [row] = await tx
    .insert(chatSessions)
    .values({ tenantId, userId, ...chat })
    .returning()
  return found(row, chat.id)
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

/** Deletes the chat with its messages. @throws {AppError} not_found */
export async function removeChat(tx: Transaction, actor: Actor, id: string): Promise<Chat> {
  const [row] = await tx.delete(chatSessions).where(ownChat(actor, id)).returning()
  return found(row, id)
}

export async function addMessage(
  tx: Transaction,
  actor: Actor,
  message: Pick<Message, 'id' | 'chatId' | 'role' | 'content' | 'status' | 'model'>,
): Promise<Message> {
  const [row] = await tx
    .insert(messages)
    .values({ tenantId: actor.tenantId, ...message })
    .returning()
  if (!row) throw new AppError('internal', { reference: message.id })
  return toMessage(row)
}

/** What an answer has come to. */
export interface AnswerState {
  readonly content: string
  readonly citations: readonly Citation[]
  readonly status: Message['status']
  readonly usage: TokenUsage | null
  readonly error: ErrorInfo | null
}

/** Saves an answer's state; nothing happens when its chat was removed meanwhile. */
export async function saveAnswer(
  tx: Transaction,
  actor: Actor,
  id: string,
  state: AnswerState,
): Promise<void> {
  const { usage, ...change } = state
  await tx
    .update(messages)
    .set({
      ...change,
      promptTokens: usage?.promptTokens ?? null,
      completionTokens: usage?.completionTokens ?? null,
      tokensCounted: usage?.counted ?? false,
    })
    .where(and(eq(messages.tenantId, actor.tenantId), eq(messages.id, id)))
}

/** Deletes the answers between question `after` and answer `before`: those that the latter replaces. */
export async function removeAnswersBetween(
  tx: Transaction,
  actor: Actor,
  chatId: string,
  after: string,
  before: string,
): Promise<void> {
  await tx
    .delete(messages)
    .where(
      and(
        ofChat(actor, chatId),
        eq(messages.role, 'assistant'),
        gt(messages.id, after),
        lt(messages.id, before),
      ),
    )
}

export async function removeMessage(tx: Transaction, actor: Actor, id: string): Promise<void> {
  await tx.delete(messages).where(and(eq(messages.tenantId, actor.tenantId), eq(messages.id, id)))
}

/**
 * Ends the answers that a crash cut off, and says how many there were: they become `stopped` with what was saved of them; those
 * that were to replace an answer are dropped, and the old one stays. Only for a workspace that no other process serves.
 */
export async function recoverInterrupted(database: Database): Promise<number> {
  return database.asOwner(async (tx) => {
    const replacing = sql`(
      select before.role
      from messages before
      where before.tenant_id = ${messages.tenantId} and before.chat_id = ${messages.chatId} and before.id < ${messages.id}
      order by before.id desc
      limit 1
    ) = 'assistant'`
    const dropped = await tx
      .delete(messages)
      .where(and(eq(messages.status, 'streaming'), replacing))
      .returning({ id: messages.id })
    const stopped = await tx
      .update(messages)
      .set({ status: 'stopped' })
      .where(eq(messages.status, 'streaming'))
      .returning({ id: messages.id })
    return dropped.length + stopped.length
  })
}

function found(row: typeof chatSessions.$inferSelect | undefined, id: string): Chat {
  if (!row) throw new AppError('not_found', { kind: 'chat', id })
  return toChat(row)
}

function toChat({ id, title, scope, createdAt, updatedAt }: typeof chatSessions.$inferSelect): Chat {
  return { id, title, scope, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() }
}

function toMessage(row: MessageRow): Message {
  const { id, chatId, role, content, citations, status, model, error, createdAt } = row
  const usage =
    row.promptTokens === null || row.completionTokens === null
      ? null
      : { promptTokens: row.promptTokens, completionTokens: row.completionTokens, counted: row.tokensCounted }
  return {
    ...{ id, chatId, role, content, citations: [...citations], status, model, usage, error },
    createdAt: createdAt.toISOString(),
  }
}

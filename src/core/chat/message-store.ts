/** Reads and writes the messages of chats; whoever calls has seen to it that the chat is the actor's own. */
import { and, asc, eq, gte } from 'drizzle-orm'
import {
  type Actor,
  AppError,
  type Citation,
  type ErrorInfo,
  type Message,
  type Rating,
  type SourceDocument,
  type TokenUsage,
} from '../../contract/index.ts'
import { messages, type Transaction } from '../database/index.ts'
import { leaseFromNow } from './lease.ts'

type MessageRow = typeof messages.$inferSelect

const ofChat = (actor: Actor, chatId: string) =>
  and(eq(messages.tenantId, actor.tenantId), eq(messages.chatId, chatId))
const one = (actor: Actor, id: string) => and(eq(messages.tenantId, actor.tenantId), eq(messages.id, id))

/** The chat's messages, oldest first. An answer being written anew is left out until it takes the old one's place. */
export async function getMessages(tx: Transaction, actor: Actor, chatId: string): Promise<Message[]> {
  const rows = await tx.select().from(messages).where(ofChat(actor, chatId)).orderBy(asc(messages.id))
  return answersBehindQuestions(rows)
    .filter((row, index) => row.status !== 'streaming' || rows[index - 1]?.role !== 'assistant')
    .map(toMessage)
}

export async function addMessage(
  tx: Transaction,
  actor: Actor,
  message: Pick<Message, 'id' | 'chatId' | 'role' | 'content' | 'status' | 'model'> & {
    readonly questionId?: string
  },
): Promise<Message> {
  const { tenantId } = actor
  const [row] = await tx
    .insert(messages)
    .values({ tenantId, ...message })
    .returning()
  return found(row, message.id)
}

/** Two devices that ask in one chat at the same time put their questions and answers between each other's. */
function answersBehindQuestions(rows: readonly MessageRow[]): MessageRow[] {
  const ids = new Set(rows.map(({ id }) => id))
  const isPlaced = ({ questionId }: MessageRow) => questionId !== null && ids.has(questionId)
  const answers = Map.groupBy(rows.filter(isPlaced), ({ questionId }) => questionId)
  return rows.flatMap((row) => (isPlaced(row) ? [] : [row, ...(answers.get(row.id) ?? [])]))
}

/** What an answer has come to. */
export interface AnswerState {
  readonly content: string
  readonly citations: readonly Citation[]
  readonly sources: readonly SourceDocument[]
  readonly status: Message['status']
  readonly usage: TokenUsage | null
  readonly durationMs: number | null
  readonly error: ErrorInfo | null
}

/** Saves what there is of an answer that is being written; nothing happens when its chat was removed meanwhile. */
export async function saveDraft(
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
      leasedUntil: leaseFromNow,
    })
    .where(one(actor, id))
}

/** Deletes `from` and everything said after it. */
export async function removeMessagesFrom(
  tx: Transaction,
  actor: Actor,
  chatId: string,
  from: string,
): Promise<void> {
  await tx.delete(messages).where(and(ofChat(actor, chatId), gte(messages.id, from)))
}

/** @throws {AppError} not_found */
export async function getMessage(tx: Transaction, actor: Actor, id: string): Promise<Message> {
  const [row] = await tx.select().from(messages).where(one(actor, id))
  return found(row, id)
}

export async function setRating(
  tx: Transaction,
  actor: Actor,
  id: string,
  rating: Rating | null,
): Promise<Message> {
  const [row] = await tx.update(messages).set({ rating }).where(one(actor, id)).returning()
  return found(row, id)
}

export async function removeMessage(tx: Transaction, actor: Actor, id: string): Promise<void> {
  await tx.delete(messages).where(one(actor, id))
}

function found(row: MessageRow | undefined, id: string): Message {
  if (!row) throw new AppError('not_found', { kind: 'message', id })
  return toMessage(row)
}

function toMessage(row: MessageRow): Message {
  const { id, chatId, role, content, status, model, durationMs, rating, error } = row
  const usage =
    row.promptTokens === null || row.completionTokens === null
      ? null
      : { promptTokens: row.promptTokens, completionTokens: row.completionTokens, counted: row.tokensCounted }
  return {
    ...{ id, chatId, role, content, status, model, usage, durationMs, rating, error },
    citations: [...row.citations],
    sources: [...row.sources],
    createdAt: row.createdAt.toISOString(),
  }
}

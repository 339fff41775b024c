/** What can be done to chats and what was said in them; each is its user's own. */
import { and, eq, isNull, lt, ne, or, sql } from 'drizzle-orm'
import { type Actor, AppError, type Chat, type Message, type MutationArgs } from '../../contract/index.ts'
import { chatSessions, messages, type Transaction } from '../database/index.ts'
import { documentsMeant } from '../documents/index.ts'
import { defineMutation } from '../mutations/index.ts'
import { found, getChat, removeChat, restoreChat, toChats, updateChat } from './chat-store.ts'
import { getMessage, removeMessagesFrom, setRating } from './message-store.ts'
import { titleOf } from './title.ts'

/** Saves a question, in a chat that is made when missing, and comes back when it was removed. */
export const askQuestion = defineMutation({
  name: 'chat.ask',
  least: 'viewer',
  async apply(tx, actor, { chatId, question, questionId, replaces, ...asked }): Promise<Chat> {
    const { tenantId, userId } = actor
    const scope = asked.scope && (await meantScope(tx, actor, asked.scope))
    const title = asked.title ?? undefined
    const [row] = await tx
      .insert(chatSessions)
      .values({ tenantId, userId, id: chatId, title: title ?? titleOf(question), scope: scope ?? {} })
      .onConflictDoUpdate({
        target: [chatSessions.tenantId, chatSessions.id],
        set: { deletedAt: null, updatedAt: sql`now()`, ...(title && { title }), ...(scope && { scope }) },
        setWhere: eq(chatSessions.userId, userId),
      })
      .returning()
    const chat = await found(tx, actor, row, chatId)
    if (replaces !== null) await removeMessagesFrom(tx, actor, chatId, replaces)
    await tx
      .insert(messages)
      .values({ tenantId, id: questionId, chatId, role: 'user', content: question, status: 'done' })
      .onConflictDoNothing()
    return chat
  },
})

/** Saves an answer as it finally is, also in a chat that was removed meanwhile; null where that is so, or the chat is gone. */
export const keepAnswer = defineMutation({
  name: 'chat.answer',
  least: 'viewer',
  async apply(tx, actor, { chatId, id, questionId, replaces, ...answer }): Promise<Chat | null> {
    const own = and(
      eq(chatSessions.tenantId, actor.tenantId),
      eq(chatSessions.userId, actor.userId),
      eq(chatSessions.id, chatId),
    )
    // First, so that the tenant's changes are locked before the message is.
    const [chat] = await tx.update(chatSessions).set({ updatedAt: sql`now()` }).where(own).returning()
    if (!chat) return null
    const state = { ...answer, ...(await meantCitations(tx, actor, answer)) }
    await tx
      .insert(messages)
      .values({ tenantId: actor.tenantId, id, chatId, questionId, role: 'assistant', ...state })
      .onConflictDoUpdate({
        target: [messages.tenantId, messages.id],
        set: { questionId, ...state },
        setWhere: and(eq(messages.chatId, chatId), eq(messages.role, 'assistant')),
      })
    if (replaces) await removeOtherAnswers(tx, actor, { chatId, id, questionId })
    const [kept] = chat.deletedAt === null ? await toChats(tx, actor, [chat]) : []
    return kept ?? null
  },
})

export const renameChat = defineMutation({
  name: 'chat.rename',
  least: 'viewer',
  apply: (tx, actor, { id, title }) => updateChat(tx, actor, id, { title }),
})

export const scopeChat = defineMutation({
  name: 'chat.scope',
  least: 'viewer',
  apply: async (tx, actor, { id, scope }) =>
    updateChat(tx, actor, id, { scope: await meantScope(tx, actor, scope) }),
})

export const hideChat = defineMutation({
  name: 'chat.remove',
  least: 'viewer',
  apply: (tx, actor, { id }) => removeChat(tx, actor, id),
})

export const unhideChat = defineMutation({
  name: 'chat.restore',
  least: 'viewer',
  apply: (tx, actor, { id }) => restoreChat(tx, actor, id),
})

/** Shows the chat to everyone in the organisation, or to its user alone again. */
export const shareChat = defineMutation({
  name: 'chat.share',
  least: 'member',
  async apply(tx, actor, { id, shared }): Promise<Chat> {
    await getChat(tx, actor, id)
    const sharing = shared ? 'shared' : 'withdrawn'
    const self = and(eq(chatSessions.tenantId, actor.tenantId), eq(chatSessions.id, id))
    const changed = await tx
      .update(chatSessions)
      .set({ sharing })
      .where(and(self, ne(chatSessions.sharing, shared ? 'shared' : 'private')))
      .returning({ id: chatSessions.id })
    // What was said is a change to those who see it from now on.
    if (shared && changed.length > 0)
      await tx
        .update(messages)
        .set({ status: sql`status` })
        .where(
          and(
            eq(messages.tenantId, actor.tenantId),
            eq(messages.chatId, id),
            ne(messages.status, 'streaming'),
          ),
        )
    return getChat(tx, actor, id)
  },
})

/** Null takes the rating back. */
export const rateAnswer = defineMutation({
  name: 'message.rate',
  least: 'viewer',
  async apply(tx, actor, { id, rating }): Promise<{ readonly chat: Chat; readonly message: Message }> {
    const { chatId, role } = await getMessage(tx, actor, id)
    const chat = await getChat(tx, actor, chatId)
    if (role !== 'assistant') throw new AppError('conflict', { reason: 'only an answer can be rated' })
    return { chat, message: await setRating(tx, actor, id, rating) }
  },
})

export const chatMutations = [
  askQuestion,
  keepAnswer,
  renameChat,
  scopeChat,
  hideChat,
  unhideChat,
  shareChat,
  rateAnswer,
] as const

/** Deletes the answers that this one replaces; those of earlier versions are known by lying between it and its question. */
async function removeOtherAnswers(
  tx: Transaction,
  actor: Actor,
  { chatId, id, questionId }: Pick<MutationArgs<'chat.answer'>, 'chatId' | 'id' | 'questionId'>,
): Promise<void> {
  const between = and(
    isNull(messages.questionId),
    sql`${messages.id} > ${questionId}::uuid`,
    lt(messages.id, id),
  )
  await tx
    .delete(messages)
    .where(
      and(
        eq(messages.tenantId, actor.tenantId),
        eq(messages.chatId, chatId),
        eq(messages.role, 'assistant'),
        ne(messages.id, id),
        or(eq(messages.questionId, questionId), between),
      ),
    )
}

async function meantScope<Scope extends { documentIds?: string[] | undefined }>(
  tx: Transaction,
  actor: Actor,
  scope: Scope,
): Promise<Scope> {
  const { documentIds } = scope
  return documentIds ? { ...scope, documentIds: await documentsMeant(tx, actor, documentIds) } : scope
}

async function meantCitations(
  tx: Transaction,
  actor: Actor,
  { citations, sources }: Pick<MutationArgs<'chat.answer'>, 'citations' | 'sources'>,
) {
  const ids = [...citations, ...sources].map(({ documentId }) => documentId)
  const meant = await documentsMeant(tx, actor, ids)
  const byId = new Map(ids.map((id, index) => [id, meant[index] ?? id]))
  const resolved = <T extends { readonly documentId: string }>(places: readonly T[]): T[] =>
    places.map((place) => ({ ...place, documentId: byId.get(place.documentId) ?? place.documentId }))
  return { citations: resolved(citations), sources: resolved(sources) }
}

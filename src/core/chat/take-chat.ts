/** Takes a chat of another workspace of the same person over into this one, as what was asked and answered there. */
import { and, eq } from 'drizzle-orm'
import type { Actor, Chat, Message } from '../../contract/index.ts'
import { chatSessions, messages, type Transaction } from '../database/index.ts'
import type { Mutator } from '../mutations/index.ts'
import { askQuestion, keepAnswer, rateAnswer } from './chat-mutations.ts'

type WholeChat = Chat & { readonly messages: readonly Message[] }

/**
 * The ids stay, so that taking it over again adds what has come since and leaves the rest as it is here by now, its title and scope too;
 * a chat that was removed here stays removed. `places` says where its documents are here. What was being written is left out. Dates are
 * those of the taking over: a mutation says none, as times are the server's.
 */
export async function takeChat(
  tx: Transaction,
  mutator: Mutator,
  actor: Actor,
  chat: WholeChat,
  places: ReadonlyMap<string, string>,
): Promise<void> {
  const { id: chatId, scope, title } = chat
  const present = await presentChat(tx, actor, chatId)
  if (present?.isRemoved) return
  const placed = <T extends { readonly documentId: string }>(all: readonly T[]): T[] =>
    all.map((one) => ({ ...one, documentId: places.get(one.documentId) ?? one.documentId }))
  const documentIds = scope.documentIds?.flatMap((id) => places.get(id) ?? [])
  const own = documentIds ? { ...scope, documentIds } : scope
  const named = present ? { title: null, scope: null } : { title, scope: own }
  let questionId: string | undefined
  for (const message of present ? newIn(chat, present) : chat.messages) {
    const { content, durationMs, error, id, model, rating, role, status, usage } = message
    if (role === 'user') questionId = id
    if (present?.said.has(id)) continue
    if (role === 'user') {
      const asked = { chatId, questionId: id, question: content, replaces: null }
      await mutator.mutateIn(tx, actor, askQuestion, { ...asked, ...named })
    } else if (questionId !== undefined && status !== 'streaming') {
      await mutator.mutateIn(tx, actor, keepAnswer, {
        ...{ id, chatId, questionId, content, status, durationMs, error },
        ...{ citations: placed(message.citations), sources: placed(message.sources) },
        ...{ model: model ?? 'extractive', replaces: false },
        promptTokens: usage?.promptTokens ?? null,
        completionTokens: usage?.completionTokens ?? null,
        tokensCounted: usage?.counted ?? false,
      })
      if (rating !== null) await mutator.mutateIn(tx, actor, rateAnswer, { id, rating })
    }
  }
}

/** What there is of it here. */
interface PresentChat {
  readonly isRemoved: boolean
  /** Ids of its messages. */
  readonly said: ReadonlySet<string>
  /** Ids of the questions that have an answer. */
  readonly answered: ReadonlySet<string>
}

async function presentChat(
  tx: Transaction,
  { tenantId, userId }: Actor,
  id: string,
): Promise<PresentChat | undefined> {
  const [row] = await tx
    .select({ deletedAt: chatSessions.deletedAt })
    .from(chatSessions)
    .where(and(eq(chatSessions.tenantId, tenantId), eq(chatSessions.userId, userId), eq(chatSessions.id, id)))
  if (!row) return undefined
  const rows = await tx
    .select({ id: messages.id, questionId: messages.questionId })
    .from(messages)
    .where(and(eq(messages.tenantId, tenantId), eq(messages.chatId, id)))
  return {
    isRemoved: row.deletedAt !== null,
    said: new Set(rows.map((message) => message.id)),
    answered: new Set(rows.flatMap(({ questionId }) => questionId ?? [])),
  }
}

/**
 * The last question that is here, where it has no answer yet, and all that was said after it. What lies before and is not here gave way
 * to something else here; without any question that is here nothing is known to be new.
 */
function newIn({ messages: all }: WholeChat, { answered, said }: PresentChat): readonly Message[] {
  const last = all.findLastIndex(({ id, role }) => role === 'user' && said.has(id))
  const question = all[last]
  if (!question) return []
  const next = all.findIndex(({ role }, index) => index > last && role === 'user')
  if (answered.has(question.id)) return next < 0 ? [] : all.slice(next)
  return all.slice(last)
}

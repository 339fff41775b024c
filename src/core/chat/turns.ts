/** Saves a question with the empty row of its answer, each in one transaction: nothing is asked that is not saved. */
import { v7 as uuidv7 } from 'uuid'
import { type Actor, AppError, type Chat, type Message, type Scope } from '../../contract/index.ts'
import type { Transaction } from '../database/index.ts'
import type { ChatModel } from '../models/index.ts'
import { createChat, getChat, updateChat } from './chat-store.ts'
import { addMessage, getMessages, removeMessagesFrom } from './message-store.ts'
import { titleOf } from './title.ts'

/** What the answer needs of what is saved. */
export interface SavedTurn {
  readonly chat: Chat
  readonly question: string
  readonly scope: Scope
  readonly earlier: readonly Message[]
  readonly message: Message
  readonly replaces: string | null
}

export interface NewQuestion {
  readonly question: string
  readonly scope: Scope
  readonly chatId?: string | undefined
  /** The earlier question that this one takes the place of, with everything after it. */
  readonly replaces?: string | undefined
}

type Model = ChatModel | 'extractive'

/** @throws {AppError} not_found, bad_request */
export async function saveQuestion(
  tx: Transaction,
  actor: Actor,
  asked: NewQuestion,
  model: Model,
): Promise<SavedTurn> {
  const { question } = asked
  const chat =
    asked.replaces === undefined ? await openChat(tx, actor, asked) : await editChat(tx, actor, asked)
  const earlier = await getMessages(tx, actor, chat.id)
  await addMessage(tx, actor, {
    ...{ id: uuidv7(), chatId: chat.id, role: 'user', content: question },
    ...{ status: 'done', model: null },
  })
  const message = await addAnswer(tx, actor, chat.id, model)
  return { chat, question, scope: chat.scope, earlier, message, replaces: null }
}

/** The chat's last question again, its answer to take the place of the one it has. @throws {AppError} not_found, bad_request */
export async function saveRetry(
  tx: Transaction,
  actor: Actor,
  chatId: string,
  model: Model,
): Promise<SavedTurn> {
  const chat = await getChat(tx, actor, chatId)
  const all = await getMessages(tx, actor, chatId)
  const index = all.findLastIndex(({ role }) => role === 'user')
  const question = all[index]
  if (!question) throw new AppError('conflict', { reason: 'the chat has no question yet' })
  const present = all[index + 1]
  if (present?.status === 'streaming')
    throw new AppError('conflict', { reason: 'the last answer is still being written' })
  return {
    ...{ chat, question: question.content, scope: chat.scope, earlier: all.slice(0, index) },
    replaces: present ? question.id : null,
    message: await addAnswer(tx, actor, chatId, model),
  }
}

/** The chat to go on with, looking where the question says from now on; or a new one. */
async function openChat(
  tx: Transaction,
  actor: Actor,
  { chatId, question, scope }: NewQuestion,
): Promise<Chat> {
  if (chatId === undefined) return createChat(tx, actor, { id: uuidv7(), title: titleOf(question), scope })
  return updateChat(tx, actor, chatId, changeOfScope(scope))
}

/** The chat without the replaced question and all after it; named after the new one where it was named after the old. */
async function editChat(
  tx: Transaction,
  actor: Actor,
  { chatId, question, replaces, scope }: NewQuestion,
): Promise<Chat> {
  if (chatId === undefined) throw new AppError('conflict', { reason: 'replaces needs a chatId' })
  const { title } = await getChat(tx, actor, chatId)
  const all = await getMessages(tx, actor, chatId)
  const replaced = all.find(({ id }) => id === replaces)
  if (!replaced) throw new AppError('not_found', { kind: 'message', id: replaces ?? '' })
  if (replaced.role !== 'user') throw new AppError('conflict', { reason: 'only a question can be replaced' })
  await removeMessagesFrom(tx, actor, chatId, replaced.id)
  const named = replaced === all[0] && title === titleOf(replaced.content)
  return updateChat(tx, actor, chatId, {
    ...changeOfScope(scope),
    ...(named && { title: titleOf(question) }),
  })
}

/** An empty scope leaves the chat's as it is. */
const changeOfScope = (scope: Scope) => (Object.keys(scope).length > 0 ? { scope } : {})

function addAnswer(tx: Transaction, actor: Actor, chatId: string, model: Model): Promise<Message> {
  const name = model === 'extractive' ? model : model.name
  return addMessage(tx, actor, {
    ...{ id: uuidv7(), chatId, role: 'assistant', content: '' },
    ...{ status: 'streaming', model: name },
  })
}

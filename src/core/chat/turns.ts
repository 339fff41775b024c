/** Saves a question with the empty row of its answer, each in one transaction: nothing is asked that is not saved. */
import { v7 as uuidv7 } from 'uuid'
import { type Actor, AppError, type Chat, type Message, type Scope } from '../../contract/index.ts'
import type { Transaction } from '../database/index.ts'
import type { ChatModel } from '../models/index.ts'
import type { Mutator } from '../mutations/index.ts'
import { askQuestion } from './chat-mutations.ts'
import { getChat } from './chat-store.ts'
import { idAfter } from './id-after.ts'
import { addMessage, getMessages } from './message-store.ts'
import { titleOf } from './title.ts'

/** What the answer needs of what is saved. */
export interface SavedTurn {
  readonly chat: Chat
  readonly question: string
  readonly scope: Scope
  readonly earlier: readonly Message[]
  readonly message: Message
  readonly questionId: string
  /** Whether the answer is to take the place of the one that the question has. */
  readonly replaces: boolean
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
  mutator: Mutator,
  actor: Actor,
  asked: NewQuestion,
  model: Model,
): Promise<SavedTurn> {
  const { question } = asked
  const { title, said } = await placeOf(tx, actor, asked)
  const earlier = said.slice(
    0,
    asked.replaces === undefined ? undefined : indexOfQuestion(said, asked.replaces),
  )
  const questionId = idAfter(said.at(-1)?.id)
  const chat = await mutator.mutateIn(tx, actor, askQuestion, {
    ...{ chatId: asked.chatId ?? uuidv7(), title, question, questionId, replaces: asked.replaces ?? null },
    // An empty scope leaves the chat's as it is.
    scope: Object.keys(asked.scope).length > 0 ? asked.scope : null,
  })
  const message = await addAnswer(tx, actor, chat.id, questionId, model)
  return { chat, question, questionId, scope: chat.scope, earlier, message, replaces: false }
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
    ...{ questionId: question.id, replaces: present !== undefined },
    message: await addAnswer(tx, actor, chatId, question.id, model),
  }
}

/** The title that the question gives its chat, if any, and what was said there. */
async function placeOf(
  tx: Transaction,
  actor: Actor,
  { chatId, question, replaces }: NewQuestion,
): Promise<{ readonly title: string | null; readonly said: readonly Message[] }> {
  if (chatId === undefined) {
    if (replaces !== undefined) throw new AppError('conflict', { reason: 'replaces needs a chatId' })
    return { title: titleOf(question), said: [] }
  }
  const { title } = await getChat(tx, actor, chatId)
  const said = await getMessages(tx, actor, chatId)
  const [first] = said
  // Named after the new question where it was named after the one that this replaces.
  const named = first !== undefined && first.id === replaces && title === titleOf(first.content)
  return { title: named ? titleOf(question) : null, said }
}

function indexOfQuestion(said: readonly Message[], id: string): number {
  const index = said.findIndex((message) => message.id === id)
  if (index < 0) throw new AppError('not_found', { kind: 'message', id })
  if (said[index]?.role !== 'user')
    throw new AppError('conflict', { reason: 'only a question can be replaced' })
  return index
}

async function addAnswer(
  tx: Transaction,
  actor: Actor,
  chatId: string,
  questionId: string,
  model: Model,
): Promise<Message> {
  const said = await getMessages(tx, actor, chatId)
  return addMessage(tx, actor, {
    ...{ id: idAfter(said.at(-1)?.id), chatId, questionId, role: 'assistant', content: '' },
    ...{ status: 'streaming', model: model === 'extractive' ? model : model.name },
  })
}

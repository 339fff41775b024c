/** Chats as the contract says: listing, asking, asking again. */
import { v7 as uuidv7 } from 'uuid'
import {
  type Actor,
  type AnswerEvent,
  AppError,
  type AskInput,
  askInputSchema,
  type Chat,
  type Message,
} from '../../contract/index.ts'
import type { Database, Transaction } from '../database/index.ts'
import type { ChatModel } from '../models/index.ts'
import type { UsageMeter } from '../usage/index.ts'
import { type AnswerParts, answer } from './answer.ts'
import {
  addMessage,
  createChat,
  getChat,
  getMessages,
  listChats,
  removeChat,
  updateChat,
} from './chat-store.ts'
import { titleOf } from './title.ts'

export interface ChatsParts {
  readonly database: Database
  readonly search: AnswerParts['search']
  /** The model to ask; throws `model_not_allowed`. */
  readonly chatModel: (actor: Actor, requested?: string) => Promise<ChatModel | 'extractive'>
  readonly usage: UsageMeter
  /** Told of failures whose text must not reach the user. */
  readonly onError?: (error: unknown) => void
  /** Milliseconds; for tests. */
  readonly now?: () => number
}

export interface Chats {
  list(actor: Actor): Promise<Chat[]>
  get(actor: Actor, id: string): Promise<Chat & { messages: Message[] }>
  rename(actor: Actor, id: string, title: string): Promise<Chat>
  remove(actor: Actor, id: string): Promise<Chat>
  /** The question is saved before the first event; leaving the stream, or aborting, stops the answer and keeps what there is. */
  ask(actor: Actor, input: AskInput, signal?: AbortSignal): AsyncGenerator<AnswerEvent>
  regenerate(
    actor: Actor,
    input: { readonly chatId: string; readonly model?: string | undefined },
    signal?: AbortSignal,
  ): AsyncGenerator<AnswerEvent>
}

export function createChats({
  onError = () => {},
  now = () => performance.now(),
  chatModel,
  ...parts
}: ChatsParts): Chats {
  const { database } = parts
  const answerParts: AnswerParts = { ...parts, onError, now }
  const never = new AbortController().signal
  return {
    list: (actor) => database.asTenant(actor, (tx) => listChats(tx, actor)),
    get: (actor, id) =>
      database.asTenant(actor, async (tx) => ({
        ...(await getChat(tx, actor, id)),
        messages: await getMessages(tx, actor, id),
      })),
    rename: (actor, id, title) => database.asTenant(actor, (tx) => updateChat(tx, actor, id, { title })),
    remove: (actor, id) => database.asTenant(actor, (tx) => removeChat(tx, actor, id)),

    async *ask(actor, input, signal = never) {
      const parsed = askInputSchema.safeParse(input)
      if (!parsed.success)
        throw new AppError('bad_request', { reason: parsed.error.issues[0]?.message ?? 'input' })
      const { question, scope, chatId, model: requested } = parsed.data
      const model = await chatModel(actor, requested)
      const saved = await database.asTenant(actor, async (tx) => {
        const chat = await openChat(tx, actor, chatId, question, scope)
        const earlier = await getMessages(tx, actor, chat.id)
        await addMessage(tx, actor, {
          ...{ id: uuidv7(), chatId: chat.id, role: 'user', content: question },
          ...{ status: 'done', model: null },
        })
        return { scope: chat.scope, earlier, message: await addAnswer(tx, actor, chat.id, model) }
      })
      yield* answer(answerParts, { actor, question, model, replaces: null, ...saved }, signal)
    },

    async *regenerate(actor, { chatId, model: requested }, signal = never) {
      const model = await chatModel(actor, requested)
      const saved = await database.asTenant(actor, async (tx) => {
        const chat = await getChat(tx, actor, chatId)
        const all = await getMessages(tx, actor, chatId)
        const index = all.findLastIndex(({ role }) => role === 'user')
        const question = all[index]
        if (!question) throw new AppError('bad_request', { reason: 'the chat has no question yet' })
        const present = all[index + 1]
        if (present?.status === 'streaming')
          throw new AppError('bad_request', { reason: 'the last answer is still being written' })
        return {
          question: question.content,
          scope: chat.scope,
          earlier: all.slice(0, index),
          replaces: present ? question.id : null,
          message: await addAnswer(tx, actor, chatId, model),
        }
      })
      yield* answer(answerParts, { actor, model, ...saved }, signal)
    },
  }
}

/** The chat to go on with, looking where the question says from now on; or a new one. */
async function openChat(
  tx: Transaction,
  actor: Actor,
  chatId: string | undefined,
  question: string,
  scope: Chat['scope'],
): Promise<Chat> {
  if (chatId === undefined) return createChat(tx, actor, { id: uuidv7(), title: titleOf(question), scope })
  return updateChat(tx, actor, chatId, Object.keys(scope).length > 0 ? { scope } : {})
}

function addAnswer(
  tx: Transaction,
  actor: Actor,
  chatId: string,
  model: ChatModel | 'extractive',
): Promise<Message> {
  const name = model === 'extractive' ? model : model.name
  return addMessage(tx, actor, {
    ...{ id: uuidv7(), chatId, role: 'assistant', content: '' },
    ...{ status: 'streaming', model: name },
  })
}

/** Chats as the contract says: listing, asking, asking again. */
import {
  type Actor,
  type AnswerEvent,
  type AskInput,
  askInputSchema,
  type Chat,
  type ChatHit,
  type Language,
  type Message,
  parseInput,
  type Rating,
  type Scope,
} from '../../contract/index.ts'
import type { Publish } from '../changes/index.ts'
import type { Database, Transaction } from '../database/index.ts'
import type { ChatModel } from '../models/index.ts'
import { createMutator, type Mutator } from '../mutations/index.ts'
import type { Reservations } from '../quotas/index.ts'
import type { UsageMeter } from '../usage/index.ts'
import { type AnswerParts, answer } from './answer.ts'
import {
  askQuestion,
  hideChat,
  keepAnswer,
  rateAnswer,
  renameChat,
  scopeChat,
  shareChat,
  unhideChat,
} from './chat-mutations.ts'
import { listChats, readChat } from './chat-store.ts'
import { type ExportedChat, toMarkdown } from './export-markdown.ts'
import { getMessage, getMessages } from './message-store.ts'
import { searchHistory } from './search-history.ts'
import { suggest } from './suggestions/suggest.ts'
import { takeChat } from './take-chat.ts'
import { type SavedTurn, saveQuestion, saveRetry } from './turns.ts'

export interface ChatsParts {
  readonly database: Database
  readonly mutator?: Mutator
  readonly search: AnswerParts['search']
  /** The model to ask; throws `model_not_allowed`. */
  readonly chatModel: (actor: Actor, requested?: string) => Promise<ChatModel | 'extractive'>
  readonly usage: UsageMeter
  /** Where token limits hold; a local workspace has none. */
  readonly reservations?: Reservations
  /** Told of each change once it is committed. */
  readonly publish?: Publish
  /** The workspace's, in which suggestions and exports are written. */
  readonly language?: () => Language
  /** Told of failures whose text must not reach the user. */
  readonly onError?: (error: unknown) => void
  /** Milliseconds; for tests. */
  readonly now?: () => number
}

export interface Chats {
  list(actor: Actor): Promise<Chat[]>
  get(actor: Actor, id: string): Promise<Chat & { messages: Message[] }>
  rename(actor: Actor, id: string, title: string): Promise<Chat>
  setScope(actor: Actor, id: string, scope: Scope): Promise<Chat>
  /** Shows it to everyone in the organisation, or to nobody else any more. */
  share(actor: Actor, id: string, shared: boolean): Promise<Chat>
  /** Out of sight at once, deleted when the workspace is opened more than a day later. */
  remove(actor: Actor, id: string): Promise<Chat>
  /** Tells the windows how the chat is now, after it was changed from elsewhere. */
  announce(actor: Actor, id: string): Promise<void>
  restore(actor: Actor, id: string): Promise<Chat>
  /** One message as it is saved now; throws `not_found` for those in chats that the user may not read, too. */
  message(actor: Actor, id: string): Promise<Message>
  /** Rates an answer; null takes the rating back. */
  rate(actor: Actor, id: string, rating: Rating | null): Promise<Message>
  /** The messages and titles in which every word of `query` occurs. */
  search(actor: Actor, query: string): Promise<ChatHit[]>
  /** Up to four first questions that the documents in scope can answer. */
  suggestions(actor: Actor, scope: Scope): Promise<string[]>
  /** Takes over a chat of the same person's from another workspace, whose documents are here at `places`. */
  take(
    actor: Actor,
    chat: Chat & { readonly messages: readonly Message[] },
    places: ReadonlyMap<string, string>,
  ): Promise<void>
  /** The whole chat, and a name for its file. */
  markdown(actor: Actor, id: string): Promise<ExportedChat>
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
  publish = () => {},
  language = () => 'en',
  chatModel,
  ...parts
}: ChatsParts): Chats {
  const { database, mutator = createMutator(parts) } = parts
  const answerParts: AnswerParts = { ...parts, mutator, onError, now, publish }
  const never = new AbortController().signal
  const get: Chats['get'] = (actor, id) =>
    database.asTenant(actor, async (tx) => ({
      ...(await readChat(tx, actor, id)),
      messages: await getMessages(tx, actor, id),
    }))

  for (const mutation of [askQuestion, renameChat, scopeChat, unhideChat])
    mutator.on(mutation, (actor, chat) => publish(actor, { type: 'chat', chat }))
  mutator.on(shareChat, (actor, chat) => {
    publish(actor, { type: 'chat', chat })
    if (!chat.shared) publish(actor, { type: 'chat_removed', id: chat.id }, 'others')
  })
  mutator.on(hideChat, (actor, { id, shared }) =>
    publish(actor, { type: 'chat_removed', id }, shared ? 'everyone' : 'user'),
  )
  mutator.on(rateAnswer, (actor, { chat }) => publish(actor, { type: 'chat', chat }))
  mutator.on(keepAnswer, (actor, chat) => {
    if (chat) publish(actor, { type: 'chat', chat })
  })

  const announce: Chats['announce'] = async (actor, id) => {
    const chat = await database.asTenant(actor, (tx) => readChat(tx, actor, id)).catch(() => undefined)
    publish(actor, chat ? { type: 'chat', chat } : { type: 'chat_removed', id })
  }

  /** Saves the turn and answers it. */
  async function* put(
    actor: Actor,
    requested: string | undefined,
    save: (tx: Transaction, model: ChatModel | 'extractive') => Promise<SavedTurn>,
    signal: AbortSignal,
  ): AsyncGenerator<AnswerEvent> {
    const askedAt = now()
    const model = await chatModel(actor, requested)
    const { chat, ...turn } = await database.asTenant(actor, (tx) => save(tx, model))
    publish(actor, { type: 'chat', chat })
    yield* answer(answerParts, { actor, model, askedAt, ...turn }, signal)
  }

  return {
    list: (actor) => database.asTenant(actor, (tx) => listChats(tx, actor)),
    get,
    rename: (actor, id, title) => mutator.mutate(actor, renameChat, { id, title }),
    setScope: (actor, id, scope) => mutator.mutate(actor, scopeChat, { id, scope }),
    share: (actor, id, shared) => mutator.mutate(actor, shareChat, { id, shared }),
    restore: (actor, id) => mutator.mutate(actor, unhideChat, { id }),
    remove: (actor, id) => mutator.mutate(actor, hideChat, { id }),

    announce,

    message: (actor, id) =>
      database.asTenant(actor, async (tx) => {
        const message = await getMessage(tx, actor, id)
        await readChat(tx, actor, message.chatId)
        return message
      }),

    rate: async (actor, id, rating) => (await mutator.mutate(actor, rateAnswer, { id, rating })).message,

    search: (actor, query) => database.asTenant(actor, (tx) => searchHistory(tx, actor, query)),
    suggestions: (actor, scope) => database.asTenant(actor, (tx) => suggest(tx, actor, scope, language())),
    async take(actor, chat, places) {
      await database.asTenant(actor, (tx) => takeChat(tx, mutator, actor, chat, places))
      await announce(actor, chat.id)
    },
    markdown: async (actor, id) => toMarkdown(await get(actor, id), language()),

    async *ask(actor, input, signal = never) {
      const { model, ...asked } = parseInput(askInputSchema, input)
      yield* put(actor, model, (tx, chosen) => saveQuestion(tx, mutator, actor, asked, chosen), signal)
    },

    async *regenerate(actor, { chatId, model }, signal = never) {
      yield* put(actor, model, (tx, chosen) => saveRetry(tx, actor, chatId, chosen), signal)
    },
  }
}

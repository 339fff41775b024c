/** Chats as the window knows them: the list, the open one, and the answers being written. */

import i18next from 'i18next'
import { create } from 'zustand'
import type { AnswerEvent, Change, Chat, Message, Rating, Scope } from '../../contract/index.ts'
import { attempt, errorOf, useProblem } from '../state/errors.ts'
import { client } from '../state/host.ts'
import { useUndo } from '../state/undo.ts'
import { openPdf } from '../viewer/pdf.ts'
import { pendingAnswer, pendingQuestion, withWordsSeen, writeAnswer } from './answering.ts'

export type ChatChange = Extract<Change, { type: 'chat' | 'chat_removed' }>

/** The key of the thread that has no chat yet: its first question makes one. */
export const NEW = 'new'

export interface ChatState {
  /** The last used first. */
  readonly chats: readonly Chat[]
  /** Null for a new chat that has no question yet. */
  readonly chatId: string | null
  /** The messages of the chats that were opened, by id or {@link NEW}. */
  readonly threads: ReadonlyMap<string, readonly Message[]>
  /** What is being answered now, by thread. */
  readonly running: ReadonlyMap<string, AbortController>
  /** How many passages the answers being written were given. */
  readonly passages: ReadonlyMap<string, number>
  /** What the next question looks at; empty for everything. */
  readonly scope: Scope
  /** The model of the next questions; null for the workspace's own. */
  readonly model: string | null
  /** The text of the composer, by thread. */
  readonly drafts: ReadonlyMap<string, string>
  /** The message to bring into view. */
  readonly target: string | null
  load(): Promise<void>
  apply(change: ChatChange): void
  /** Shows the chat, at `messageId` if given. */
  open(id: string, messageId?: string): Promise<void>
  startNew(scope?: Scope): void
  setScope(scope: Scope): void
  setModel(model: string | null): void
  setDraft(draft: string): void
  /** Asks in the open thread; `replaces` edits an earlier question. Resolves when the answer has ended. */
  ask(question: string, replaces?: string): Promise<void>
  /** Answers the last question again, by `model` if given. */
  regenerate(model?: string): Promise<void>
  stop(): void
  rate(message: Message, rating: Rating | null): void
  rename(id: string, title: string): void
  /** Shows it to everyone in the organisation, or to nobody else any more. */
  share(id: string, shared: boolean): void
  remove(id: string): void
}

/** A question on its way. */
interface Asked {
  readonly question: string
  /** What comes before it in its thread. */
  readonly kept: readonly Message[]
  readonly replaces: string | undefined
}

export const threadOf = ({ chatId }: Pick<ChatState, 'chatId'>): string => chatId ?? NEW
const EMPTY: readonly Message[] = []
export const messagesOf = (state: ChatState): readonly Message[] =>
  state.threads.get(threadOf(state)) ?? EMPTY

/** Whether the open chat may be gone on with: another's can only be read. */
export const isOwn = ({ chatId, chats }: Pick<ChatState, 'chatId' | 'chats'>): boolean =>
  chats.find(({ id }) => id === chatId)?.own ?? true

export const useChats = create<ChatState>()((set, get) => {
  const put = <T>(map: ReadonlyMap<string, T>, key: string, value: T | undefined): ReadonlyMap<string, T> => {
    const next = new Map(map)
    if (value === undefined) next.delete(key)
    else next.set(key, value)
    return next
  }
  const setThread = (key: string, messages: readonly Message[]) =>
    set(({ threads }) => ({ threads: put(threads, key, messages) }))
  const updateChat = (chat: Chat) =>
    set(({ chats }) => ({ chats: [chat, ...chats.filter(({ id }) => id !== chat.id)].sort(byUse) }))

  /**
   * The chat as it is saved; read again when its thread changed here meanwhile, as by a rating that what was read may not have.
   * Undefined once another answer is written in it, which has words that are not saved yet and reads the chat when it ends.
   */
  async function read(id: string) {
    while (!get().running.has(id)) {
      const shown = get().threads.get(id)
      const chat = await client.chats.get({ id })
      if (get().threads.get(id) === shown) return chat
    }
    return undefined
  }

  /** Questions that were asked but, as far as is known here, not saved: their answers failed before they began. */
  const unsent = new Map<string, Asked>()

  /** Carries an answer's events into its thread, which gets its chat's id with the first of them. */
  async function follow(
    key: string,
    before: readonly Message[],
    ask: (signal: AbortSignal) => Promise<AsyncIterable<AnswerEvent>>,
  ): Promise<void> {
    const controller = new AbortController()
    let thread = key
    let began = false
    const show = (answer: Message) => setThread(thread, [...before, answer])
    set(({ running }) => ({ running: put(running, key, controller) }))
    show(pendingAnswer(key))
    try {
      await writeAnswer(() => ask(controller.signal), controller.signal, {
        show,
        started(chatId) {
          began = true
          unsent.delete(key)
          if (chatId === thread) return
          set((state) => ({
            threads: put(put(state.threads, chatId, state.threads.get(thread)), thread, undefined),
            running: put(put(state.running, chatId, controller), thread, undefined),
            chatId: threadOf(state) === thread ? chatId : state.chatId,
          }))
          thread = chatId
        },
        sources: (count) => set(({ passages }) => ({ passages: put(passages, thread, count) })),
      })
    } finally {
      set(({ running, passages }) => ({
        running: put(running, thread, undefined),
        passages: put(passages, thread, undefined),
      }))
    }
    const shown = get().threads.get(thread)?.at(-1)
    // Where nothing began there is nothing new to read; what failed stays in view, to be asked again.
    if (thread === NEW || (!began && (shown?.status === 'failed' || unsent.has(thread)))) return
    // Its user removed the chat while the answer was written.
    if (began && thread !== get().chatId && !get().chats.some(({ id }) => id === thread)) return
    // The questions of this window were shown before they had their ids.
    const saved = await read(thread)
    if (!saved) return
    const { messages, ...chat } = saved
    prepare(messages.at(-1))
    setThread(thread, withWordsSeen(messages, shown))
    updateChat(chat)
  }

  /** Shows the question at once, in place of what comes after `kept`. */
  function send(key: string, asked: Asked, model: string | null): Promise<void> {
    const { question, kept, replaces } = asked
    const { scope } = get()
    unsent.set(key, asked)
    return follow(key, [...kept, pendingQuestion(key, question)], (signal) =>
      client.chats.ask(
        {
          question,
          scope,
          ...(key !== NEW && { chatId: key }),
          ...(model !== null && { model }),
          ...(replaces !== undefined && { replaces }),
        },
        { signal },
      ),
    )
  }

  return {
    chats: [],
    chatId: null,
    threads: new Map(),
    running: new Map(),
    passages: new Map(),
    scope: {},
    model: null,
    drafts: new Map(),
    target: null,

    async load() {
      const chats = await client.chats.list()
      set({ chats })
      const { chatId, running } = get()
      if (chatId === null || running.has(chatId)) return
      if (chats.some(({ id }) => id === chatId)) await get().open(chatId)
      else get().startNew()
    },

    apply(change) {
      if (change.type === 'chat') {
        updateChat(change.chat)
        const { chatId, running, open } = get()
        const isOpen = change.chat.id === chatId && !running.has(chatId)
        // An answer that another window, or one before this, asked for has ended.
        if (isOpen && messagesOf(get()).at(-1)?.status === 'streaming') attempt(open(chatId))
        return
      }
      // Its author shares it no more.
      if (change.id === get().chatId && !isOwn(get())) get().startNew({})
      set(({ chats }) => ({ chats: chats.filter(({ id }) => id !== change.id) }))
    },

    async open(id, messageId) {
      const known = get().chats.find((chat) => chat.id === id)
      set({ chatId: id, target: messageId ?? null, ...(known && { scope: known.scope }) })
      if (get().running.has(id) || unsent.has(id)) return
      const { messages, scope } = await client.chats.get({ id })
      if (!get().running.has(id)) setThread(id, messages)
      if (get().chatId === id) set({ scope })
    },

    startNew: (scope) => {
      if (!get().running.has(NEW)) unsent.delete(NEW)
      set(({ threads, running }) => ({
        chatId: null,
        target: null,
        threads: running.has(NEW) ? threads : put(threads, NEW, undefined),
        ...(scope && { scope }),
      }))
    },

    setScope(scope) {
      if (!isOwn(get())) return get().startNew(scope)
      set({ scope })
      const { chatId } = get()
      if (chatId !== null) attempt(client.chats.setScope({ id: chatId, scope }))
    },

    setModel: (model) => set({ model }),
    setDraft: (draft) => set((state) => ({ drafts: put(state.drafts, threadOf(state), draft || undefined) })),

    async ask(question, replaces) {
      const state = get()
      const key = threadOf(state)
      if (state.running.has(key) || !isOwn(state)) return
      const shown = messagesOf(state)
      const kept =
        replaces === undefined
          ? shown
          : shown.slice(
              0,
              shown.findIndex(({ id }) => id === replaces),
            )
      set(({ drafts }) => ({ drafts: put(drafts, key, undefined), target: null }))
      await send(key, { question, kept, replaces }, state.model)
    },

    async regenerate(requested) {
      const state = get()
      const { chatId } = state
      const key = threadOf(state)
      const model = requested ?? state.model
      if (state.running.has(key) || !isOwn(state)) return
      const asked = unsent.get(key)
      if (asked) return send(key, asked, model)
      if (chatId === null) return
      const messages = messagesOf(state)
      const last = messages.findLastIndex(({ role }) => role === 'user')
      await follow(chatId, messages.slice(0, last + 1), (signal) =>
        client.chats.regenerate({ chatId, ...(model !== null && { model }) }, { signal }),
      )
    },

    stop: () => get().running.get(threadOf(get()))?.abort(),

    rate(message, rating) {
      const change = (value: Rating | null) =>
        setThread(
          message.chatId,
          (get().threads.get(message.chatId) ?? []).map((one) =>
            one.id === message.id ? { ...one, rating: value } : one,
          ),
        )
      change(rating)
      client.chats.rate({ id: message.id, rating }).catch((error: unknown) => {
        change(message.rating)
        useProblem.getState().report(error)
      })
    },

    rename(id, title) {
      const before = get().chats.find((chat) => chat.id === id)
      if (!before?.own || before.title === title) return
      updateChat({ ...before, title })
      attempt(client.chats.rename({ id, title }))
      useUndo.getState().offer({
        message: i18next.t('chat:renamed', { name: title }),
        undo: () => get().rename(id, before.title),
      })
    },

    share(id, shared) {
      const before = get().chats.find((chat) => chat.id === id)
      if (!before?.own || before.shared === shared) return
      updateChat({ ...before, shared })
      client.chats.share({ id, shared }).catch((error: unknown) => {
        updateChat(before)
        useProblem.getState().report(error)
      })
      useUndo.getState().offer({
        message: i18next.t(shared ? 'chat:sharedNow' : 'chat:privateNow', { name: before.title }),
        undo: () => get().share(id, before.shared),
      })
    },

    remove(id) {
      const before = get().chats.find((chat) => chat.id === id)
      if (!before?.own) return
      get().running.get(id)?.abort()
      set(({ chats }) => ({ chats: chats.filter((chat) => chat.id !== id) }))
      unsent.delete(id)
      if (get().chatId === id) get().startNew()
      client.chats.remove({ id }).catch((error: unknown) => {
        updateChat(before)
        useProblem.getState().report(errorOf(error))
      })
      useUndo.getState().offer({
        message: i18next.t('chat:removed', { name: before.title }),
        undo: async () => updateChat(await client.chats.restore({ id })),
      })
    },
  }
})

/** Opens the first document cited, so that the click on its citation finds it there. */
function prepare(answer: Message | undefined): void {
  const first = answer?.citations[0]
  if (first) openPdf(first.documentId).catch(() => {})
}

const byUse = (a: Chat, b: Chat) => b.updatedAt.localeCompare(a.updatedAt)

/** Chats as the window knows them: the list, the open one, and the answers being written. */
import { create } from 'zustand'
import type { Change, Chat, Message, Scope } from '../../contract/index.ts'
import { client } from '../state/host.ts'

export type ChatChange = Extract<Change, { type: 'chat' | 'chat_removed' }>

export interface ChatState {
  /** The last used first. */
  readonly chats: readonly Chat[]
  /** Null for a new chat that has no question yet. */
  readonly chatId: string | null
  readonly messages: readonly Message[]
  /** What the next question looks at; empty for everything. */
  readonly scope: Scope
  /** The text of the composer. */
  readonly draft: string
  load(): Promise<void>
  apply(change: ChatChange): void
  /** Shows the chat, at `messageId` if given. */
  open(id: string, messageId?: string): Promise<void>
  startNew(): void
  setScope(scope: Scope): void
  setDraft(draft: string): void
  ask(question: string): Promise<void>
  stop(): void
}

export const useChats = create<ChatState>()((set) => ({
  chats: [],
  chatId: null,
  messages: [],
  scope: {},
  draft: '',
  load: async () => set({ chats: await client.chats.list() }),
  apply: () => {},
  open: async () => {},
  startNew: () => set({ chatId: null, messages: [], draft: '' }),
  setScope: (scope) => set({ scope }),
  setDraft: (draft) => set({ draft }),
  ask: async () => {},
  stop: () => {},
}))

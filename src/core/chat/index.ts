/** The chat module: questions, streamed answers and their citations. */

export { chatMutations } from './chat-mutations.ts'
export { purgeRemovedChats } from './chat-store.ts'
export { type Chats, type ChatsParts, createChats } from './chats.ts'
export { recoverInterrupted, startRecovery, stopInterrupted } from './recover.ts'

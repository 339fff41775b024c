/** The chat module: questions, streamed answers and their citations. */
export { recoverInterrupted } from './chat-store.ts'
export { type Chats, type ChatsParts, createChats } from './chats.ts'

/** The conversation: its head, the thread and the composer. */
import { ChatHead } from './chat-head.tsx'
import { Composer } from './composer.tsx'
import { EmptyChat } from './empty-chat.tsx'
import { PrintedChat } from './printed-chat.tsx'
import { messagesOf, useChats } from './store.ts'
import { Thread } from './thread.tsx'

export function ChatPane() {
  const isEmpty = useChats((state) => messagesOf(state).length === 0)
  return (
    <div className="flex h-full min-h-0 flex-col">
      <ChatHead />
      {isEmpty ? <EmptyChat /> : <Thread />}
      <Composer />
      <PrintedChat />
    </div>
  )
}

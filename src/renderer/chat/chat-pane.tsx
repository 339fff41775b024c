/** The conversation: its head, the thread and the composer. */
import { ChatHead } from './chat-head.tsx'
import { Composer } from './composer.tsx'
import { EmptyChat } from './empty-chat.tsx'
import { FindBar, useFinding } from './find-bar.tsx'
import { OthersChat } from './others-chat.tsx'
import { PrintedChat } from './printed-chat.tsx'
import { messagesOf, threadOf, useChats } from './store.ts'
import { Thread } from './thread.tsx'

export function ChatPane() {
  const isEmpty = useChats((state) => messagesOf(state).length === 0)
  const thread = useChats(threadOf)
  const isLoading = useChats((state) => state.chatId !== null && !state.threads.has(state.chatId))
  const others = useChats(({ chatId, chats }) => chats.find(({ id, own }) => id === chatId && !own))
  const finding = useFinding((state) => state.finding)
  return (
    <div className="flex h-full min-h-0 flex-col">
      <ChatHead />
      {finding && !isEmpty && <FindBar key={thread} />}
      {isLoading ? <div className="flex-1" /> : isEmpty ? <EmptyChat /> : <Thread />}
      {others ? <OthersChat chat={others} /> : <Composer />}
      <PrintedChat />
    </div>
  )
}

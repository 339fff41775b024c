/** The chats, below the documents. */
export function ChatList() {
  return null
}

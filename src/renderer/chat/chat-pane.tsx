/** The conversation: the thread and the composer. */
export function ChatPane() {
  return null
}

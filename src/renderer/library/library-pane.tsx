/** The library: filter, folders, documents, and the chats below them. */
export function LibraryPane() {
  return null
}

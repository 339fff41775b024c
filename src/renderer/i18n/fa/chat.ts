/** What the chat says. */
export const chat = {}

/** What the library says. */
export const library = {}

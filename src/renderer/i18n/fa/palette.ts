/** What the palette says. */
export const palette = {}

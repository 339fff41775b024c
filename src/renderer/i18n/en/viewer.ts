/** What the viewer says. */
export const viewer = {}

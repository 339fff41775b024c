/** What the settings says. */
export const settings = {}

/** The package ships no types; these are the two lists that are used. */
declare module 'stopword' {
  export const eng: readonly string[]
  export const fas: readonly string[]
}

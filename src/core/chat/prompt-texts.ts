/** What each language's prompts consist of. */

/** Everything said to the model, and to the user in place of one, in one language. */
export interface PromptTexts {
  /** Examples would hold numbers that weak models copy, so it shows only the form of a citation. */
  readonly system: (boundary: string) => string
  readonly question: string
  readonly noPassages: string
  readonly nothingFound: string
  readonly rewrite: string
  readonly conversation: string
  readonly user: string
  readonly assistant: string
  readonly quoting: string
  readonly nothingToQuote: string
  readonly page: (page: number) => string
}

/** Puts together what the model reads: rules, conversation, passages and question. */
import type { Language } from '../../contract/index.ts'
import type { ChatMessage } from '../models/index.ts'
import { delimit, harmless, newBoundary } from './delimit.ts'
import type { Passage } from './passage.ts'
import { english } from './prompts.en.ts'
import { persian } from './prompts.fa.ts'

/** Everything said to the model, and to the user in place of one, in one language. */
export interface Prompts {
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

export function promptsIn(language: Language): Prompts {
  return language === 'fa' ? persian : english
}

/** The messages that ask `question` over `passages`; `history` are the turns before it, oldest first. */
export function answerPrompt(
  language: Language,
  history: readonly ChatMessage[],
  passages: readonly Passage[],
  question: string,
  boundary = newBoundary(),
): ChatMessage[] {
  const prompts = promptsIn(language)
  const context = passages.length > 0 ? delimit(passages, boundary) : prompts.noPassages
  return [
    { role: 'system', content: prompts.system(boundary) },
    ...history,
    { role: 'user', content: `${context}\n\n${prompts.question}: ${question}` },
  ]
}

/** The messages that ask for a standalone form of `question`. */
export function rewritePrompt(
  language: Language,
  history: readonly ChatMessage[],
  question: string,
): ChatMessage[] {
  const prompts = promptsIn(language)
  // Answers quote documents, so they are data here too.
  const turns = history.map(
    ({ role, content }) => `${role === 'user' ? prompts.user : prompts.assistant}: ${harmless(content)}`,
  )
  return [
    { role: 'system', content: prompts.rewrite },
    {
      role: 'user',
      content: `${prompts.conversation}:\n${turns.join('\n')}\n\n${prompts.question}: ${question}`,
    },
  ]
}

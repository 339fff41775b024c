/** Puts together what the model reads: rules, conversation, passages and question. */
import type { Language } from '../../contract/index.ts'
import type { ChatMessage } from '../models/index.ts'
import { delimit, harmless, newBoundary } from './delimit.ts'
import type { Passage } from './passage.ts'
import type { PromptTexts } from './prompt-texts.ts'
import { english } from './prompts.en.ts'
import { persian } from './prompts.fa.ts'

export function promptsIn(language: Language): PromptTexts {
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

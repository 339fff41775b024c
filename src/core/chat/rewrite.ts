/** Rewrites a follow-up into a standalone question, by the model where there is one. */
import type { Language, TokenUsage } from '../../contract/index.ts'
import { type ChatMessage, type ChatModel, countUsage } from '../models/index.ts'
import { standalone } from './follow-up.ts'
import { rewritePrompt } from './prompts.ts'

/** The user waits for this before the first word of the answer. */
const TIME_LIMIT_MS = 8_000
const MAX_TOKENS = 120
const LONGEST_REWRITE = 600

export interface Rewritten {
  readonly question: string
  /** Null when no model was asked. */
  readonly usage: TokenUsage | null
}

/**
 * A question that can be searched for by itself. Without a model, without history, or when the model fails, is too slow or
 * returns something unusable, the words of the questions before it (`earlier`) complete it.
 */
export async function rewrite(
  question: string,
  earlier: readonly string[],
  options: {
    readonly model: ChatModel | null
    readonly history: readonly ChatMessage[]
    readonly language: Language
    readonly signal: AbortSignal
    readonly timeLimitMs?: number
  },
): Promise<Rewritten> {
  const { model, history, language, signal } = options
  const fallback = standalone(question, earlier)
  if (!model || history.length === 0) return { question: fallback, usage: null }
  const messages = rewritePrompt(language, history, question)
  const limited = AbortSignal.any([signal, AbortSignal.timeout(options.timeLimitMs ?? TIME_LIMIT_MS)])
  let text = ''
  let usage: TokenUsage | null = null
  try {
    for await (const part of model.stream(messages, { signal: limited, maxTokens: MAX_TOKENS })) {
      if (part.type === 'text') text += part.text
      else usage = part.usage
    }
  } catch {
    // The answer itself will say what is wrong with the model; what was written until now is paid for.
    return { question: fallback, usage: text === '' ? null : await countUsage(messages, text) }
  }
  return { question: usable(text) ?? fallback, usage }
}

function usable(text: string): string | null {
  const line = text.trim().replace(/^["“«']+|["”»']+$/gu, '')
  return line === '' || line.includes('\n') || line.length > LONGEST_REWRITE ? null : line
}

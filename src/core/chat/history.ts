/** The part of a conversation that fits beside the passages. */
import type { Message } from '../../contract/index.ts'
import type { ChatMessage } from '../models/index.ts'

/** Leaves a 16k context room for the passages and the answer. */
const HISTORY_TOKENS = 1_500
const MOST_TURNS = 6
/** An answer's first sentences carry what follow-ups refer to. */
const ANSWER_CHARACTERS = 1_600

/**
 * The last turns, oldest first, within {@link HISTORY_TOKENS}. Only questions that were answered count; citation numbers are left
 * out, since the passages are numbered anew for each question.
 */
export async function historyOf(messages: readonly Message[]): Promise<ChatMessage[]> {
  const turns = turnsOf(messages)
  if (turns.length === 0) return []
  const { countTokens } = await import('../tokens/index.ts')
  const kept: ChatMessage[] = []
  let tokens = 0
  for (const turn of turns.slice(-MOST_TURNS).toReversed()) {
    tokens += turn.reduce((sum, message) => sum + countTokens(message.content), 0)
    if (tokens > HISTORY_TOKENS) break
    kept.unshift(...turn)
  }
  return kept
}

function turnsOf(messages: readonly Message[]): ChatMessage[][] {
  const turns: ChatMessage[][] = []
  let question: string | undefined
  for (const { role, content, status } of messages) {
    if (role === 'user') question = content
    else if (question !== undefined && content !== '' && status !== 'failed') {
      turns.push([
        { role: 'user', content: question },
        { role: 'assistant', content: withoutMarkers(content).slice(0, ANSWER_CHARACTERS) },
      ])
      question = undefined
    }
  }
  return turns
}

const withoutMarkers = (text: string) => text.replace(/\s?\[\d+\]/g, '')

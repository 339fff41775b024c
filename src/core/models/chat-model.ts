/** What the chat asks of a chat model, whoever provides it. */
import type { TokenUsage } from '../../contract/index.ts'

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant'
  readonly content: string
}

/** Text as it is written; `usage` comes once, last, as the provider's figure or else counted. */
export type ChatPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'usage'; readonly usage: TokenUsage }

export interface ChatModel {
  /** The name that the workspace's list and the saved answers know it by. */
  readonly name: string
  /** Whether it runs on this computer, so that asking it costs nobody else anything. */
  readonly isLocal: boolean
  /**
   * Streams one answer. A stream that ends without throwing was complete; a connection lost midway throws after the delivered text.
   * @throws {AppError} model_unreachable, model_rejected_key, model_rate_limited, model_failed, cancelled
   */
  stream(
    messages: readonly ChatMessage[],
    options: { readonly signal: AbortSignal; readonly maxTokens: number },
  ): AsyncIterable<ChatPart>
}

/** An answer while it is written: what of it is saved, now and then and at its end. */

import type { TokenUsage } from '../../contract/index.ts'
import { type Actor, AppError, type Citation, type ErrorInfo, type Message } from '../../contract/index.ts'
import type { Database } from '../database/index.ts'
import type { UsageMeter } from '../usage/index.ts'
import {
  type AnswerState,
  removeAnswersBetween,
  removeMessage,
  saveAnswer,
  updateChat,
} from './chat-store.ts'
import type { CitedPart } from './citation-stream.ts'

/** A crash loses at most this much of an answer. */
const SAVE_EVERY_MS = 500

export interface DraftParts {
  readonly database: Database
  readonly usage: UsageMeter
  /** Milliseconds; for tests. */
  readonly now: () => number
}

export class Draft {
  private readonly parts: DraftParts
  private readonly actor: Actor
  private readonly message: Message
  /** The answered question, when this draft is to replace the answer it has. */
  private readonly replaces: string | null
  private content = ''
  private readonly citations: Citation[] = []
  private usage: TokenUsage | null = null
  private savedAt: number
  settled = false

  constructor(parts: DraftParts, actor: Actor, message: Message, replaces: string | null) {
    this.parts = parts
    this.actor = actor
    this.message = message
    this.replaces = replaces
    this.savedAt = parts.now()
  }

  get text(): string {
    return this.content
  }

  add(part: CitedPart): void {
    if (part.type === 'delta') this.content += part.text
    else this.citations.push(part.citation)
  }

  /** Adds up: rewriting the question and answering it are two requests. */
  spend(usage: TokenUsage | null): void {
    if (usage === null) return
    const { promptTokens, completionTokens, counted } = this.usage ?? {
      promptTokens: 0,
      completionTokens: 0,
      counted: false,
    }
    this.usage = {
      promptTokens: promptTokens + usage.promptTokens,
      completionTokens: completionTokens + usage.completionTokens,
      counted: counted || usage.counted,
    }
  }

  /** Saves what is there when it was last saved long enough ago. */
  async saveNowAndThen(): Promise<void> {
    if (this.parts.now() - this.savedAt < SAVE_EVERY_MS) return
    await this.parts.database.asTenant(this.actor, (tx) =>
      saveAnswer(tx, this.actor, this.message.id, this.state('streaming', null)),
    )
    this.savedAt = this.parts.now()
  }

  /**
   * Saves the answer and its tokens as they finally are, in one transaction. One that replaces another does so only when there is
   * something to put in its place: it was done, or stopped after its first words.
   */
  async settle(status: 'done' | 'stopped' | 'failed', error: ErrorInfo | null = null): Promise<Message> {
    const { actor, message, replaces } = this
    const state = this.state(status, error)
    const worthKeeping = status === 'done' || (status === 'stopped' && this.content !== '')
    await this.parts.database.asTenant(actor, async (tx) => {
      if (replaces !== null && !worthKeeping) await removeMessage(tx, actor, message.id)
      else {
        await saveAnswer(tx, actor, message.id, state)
        if (replaces !== null) await removeAnswersBetween(tx, actor, message.chatId, replaces, message.id)
      }
      if (this.usage)
        await this.parts.usage.recordIn(tx, actor, {
          kind: 'answer',
          model: message.model ?? 'unknown',
          ...this.usage,
        })
      await updateChat(tx, actor, message.chatId, {}).catch(unlessRemoved)
    })
    this.settled = true
    return { ...message, ...state, citations: [...state.citations] }
  }

  private state(status: Message['status'], error: ErrorInfo | null): AnswerState {
    return { content: this.content, citations: this.citations, status, usage: this.usage, error }
  }
}

/** A chat may be removed while it is answered in. */
function unlessRemoved(error: unknown): void {
  if (!(error instanceof AppError && error.code === 'not_found')) throw error
}

/** An answer while it is written: what of it is saved, now and then and at its end. */
import type { Actor, Citation, ErrorInfo, Message, SourceDocument, TokenUsage } from '../../contract/index.ts'
import type { Publish } from '../changes/index.ts'
import type { Database } from '../database/index.ts'
import type { ChatModel } from '../models/index.ts'
import type { Mutator } from '../mutations/index.ts'
import type { Reservation, Reservations } from '../quotas/index.ts'
import type { UsageMeter } from '../usage/index.ts'
import { keepAnswer } from './chat-mutations.ts'
import type { CitedPart } from './citation-stream.ts'
import { RENEW_MS } from './lease.ts'
import { type AnswerState, removeMessage, saveDraft } from './message-store.ts'
import { type Passage, sourceDocuments } from './passage.ts'

/** A crash loses this much of an answer, or a sixth of a long one: else it would be written again and again, whole. */
const SAVE_EVERY_MS = 2_000
const SAVE_EVERY_SHARE = 1 / 5

export interface DraftParts {
  readonly database: Database
  readonly mutator: Mutator
  readonly usage: UsageMeter
  /** Where token limits hold; a local workspace has none. */
  readonly reservations?: Reservations
  /** Milliseconds; for tests. */
  readonly now: () => number
  /** Tells every window of a change that is committed. */
  readonly publish: Publish
  /** Told of what went wrong behind an answer that goes on. */
  readonly onError: (error: unknown) => void
}

/** The row that is written to, and what it answers. */
export interface DraftTarget {
  readonly actor: Actor
  readonly model: Pick<ChatModel, 'isLocal'> | 'extractive'
  /** The answer's own row. */
  readonly message: Message
  /** The answered question. */
  readonly questionId: string
  /** Whether this is to take the place of the answer that the question has. */
  readonly replaces: boolean
  /** When the question was put, by the clock of {@link DraftParts.now}. */
  readonly askedAt: number
}

export class Draft {
  private readonly parts: DraftParts
  private readonly target: DraftTarget
  private content = ''
  private readonly citations: Citation[] = []
  private sources: readonly SourceDocument[] = []
  private usage: TokenUsage | null = null
  private readonly reserved: Reservation[] = []
  private readonly begunAt: number
  private savedAt: number
  private isSaving = false
  private saved: Promise<unknown> = Promise.resolve()
  settled = false

  constructor(parts: DraftParts, target: DraftTarget) {
    this.parts = parts
    this.target = target
    this.begunAt = parts.now()
    this.savedAt = this.begunAt
  }

  get text(): string {
    return this.content
  }

  get sinceSavedMs(): number {
    return this.parts.now() - this.savedAt
  }

  add(part: CitedPart): void {
    if (part.type === 'delta') this.content += part.text
    else this.citations.push(part.citation)
  }

  /** The passages that the answer rests on. */
  read(passages: readonly Passage[]): void {
    this.sources = sourceDocuments(passages)
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

  /** Tokens that are set aside for this answer until it is settled. */
  hold(reservation: Reservation): void {
    this.reserved.push(reservation)
  }

  /** Saves what is there when it was last saved long enough ago. Nobody waits for it: words must not come late for being saved. */
  saveNowAndThen(): void {
    const now = this.parts.now()
    const wait = Math.max(SAVE_EVERY_MS, (this.savedAt - this.begunAt) * SAVE_EVERY_SHARE)
    if (this.isSaving || now - this.savedAt < Math.min(wait, RENEW_MS)) return
    this.savedAt = now
    this.isSaving = true
    const { actor, message } = this.target
    this.saved = this.parts.database
      .asTenant(actor, (tx) => saveDraft(tx, actor, message.id, this.state('streaming', null)))
      .catch(this.parts.onError)
      .finally(() => {
        this.isSaving = false
      })
  }

  /**
   * Saves the answer and its tokens as they finally are, in one transaction. One that replaces another does so only when there is
   * something to put in its place: it was done, or stopped after its first words.
   */
  async settle(status: 'done' | 'stopped' | 'failed', error: ErrorInfo | null = null): Promise<Message> {
    const { actor, message, model, questionId, replaces } = this.target
    const { mutator } = this.parts
    const { usage, ...state } = this.state(status, error)
    const worthKeeping = status === 'done' || (status === 'stopped' && this.content !== '')
    // It must not overtake what is saved here.
    await this.saved
    const chat = await this.parts.database.asTenant(actor, async (tx) => {
      if (usage)
        await this.parts.usage.recordIn(tx, actor, {
          kind: 'answer',
          model: message.model ?? 'unknown',
          isLocal: model !== 'extractive' && model.isLocal,
          ...usage,
        })
      await this.parts.reservations?.releaseIn(tx, actor, this.reserved)
      if (replaces && !worthKeeping) {
        await removeMessage(tx, actor, message.id)
        return null
      }
      return mutator.mutateIn(tx, actor, keepAnswer, {
        ...{
          id: message.id,
          chatId: message.chatId,
          questionId,
          replaces,
          model: message.model ?? 'unknown',
        },
        ...{ ...state, status, citations: [...state.citations], sources: [...state.sources] },
        promptTokens: usage?.promptTokens ?? null,
        completionTokens: usage?.completionTokens ?? null,
        tokensCounted: usage?.counted ?? false,
      })
    })
    this.settled = true
    if (chat) this.parts.publish(actor, { type: 'chat', chat })
    return { ...message, ...state, usage, citations: [...state.citations], sources: [...state.sources] }
  }

  private state(status: Message['status'], error: ErrorInfo | null): AnswerState {
    const { content, citations, sources, usage } = this
    const spentMs = Math.round(this.parts.now() - this.target.askedAt)
    const durationMs = status === 'streaming' ? null : spentMs
    return { content, citations, sources, status, usage, durationMs, error }
  }
}

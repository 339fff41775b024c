/** Answers one saved question: completes it, searches, and streams the answer with checked citations. */
import {
  type Actor,
  type AnswerEvent,
  AppError,
  type Message,
  type Scope,
  type SearchResult,
  toErrorInfo,
} from '../../contract/index.ts'
import { type ChatMessage, type ChatModel, countUsage } from '../models/index.ts'
import { CitationStream, type CitedPart } from './citation-stream.ts'
import { Draft, type DraftParts, type DraftTarget } from './draft.ts'
import { historyOf } from './history.ts'
import { languageOf } from './language.ts'
import { holdLease } from './lease.ts'
import { loadPassages, PASSAGES } from './load-passages.ts'
import { type Passage, toSource } from './passage.ts'
import { answerPrompt, promptsIn } from './prompts.ts'
import { quoteAnswer } from './quote-answer.ts'
import { rewrite } from './rewrite.ts'
import { withinQuota } from './within-quota.ts'

export interface AnswerParts extends DraftParts {
  readonly search: (
    actor: Actor,
    input: { readonly query: string; readonly scope: Scope; readonly limit: number },
  ) => Promise<SearchResult[]>
}

/** A question that is saved and waits for its answer. */
export interface Turn extends DraftTarget {
  readonly question: string
  readonly scope: Scope
  /** What was said in the chat before the question. */
  readonly earlier: readonly Message[]
  readonly model: ChatModel | 'extractive'
}

/** Weak local models can loop for ever; four pages are enough for any answer. */
const ANSWER_TOKENS = 4_000

/**
 * The events of one answer. However it ends, its row says so: `done`; `stopped` when `signal` aborts or the reader leaves; `failed`
 * with the reason, which then is the last event.
 */
export async function* answer(
  parts: AnswerParts,
  turn: Turn,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent> {
  const { message } = turn
  const draft = new Draft(parts, turn)
  const release = holdLease(parts.database, turn.actor, message.id, () => draft.sinceSavedMs, parts.onError)
  try {
    yield {
      type: 'start',
      chatId: message.chatId,
      messageId: message.id,
      model: message.model ?? 'extractive',
    }
    for await (const event of compose(parts, turn, draft, signal)) {
      if (signal.aborted) throw new AppError('cancelled')
      yield event
      draft.saveNowAndThen()
    }
    yield { type: 'done', message: await draft.settle('done') }
  } catch (error) {
    if (draft.settled) throw error
    if (signal.aborted) yield { type: 'done', message: await draft.settle('stopped') }
    else {
      const info = toErrorInfo(error, message.id)
      if (info.code === 'internal') parts.onError(error)
      await draft.settle('failed', info)
      yield { type: 'error', error: info }
    }
  } finally {
    release()
    // The reader left between two events.
    if (!draft.settled) await draft.settle('stopped')
  }
}

async function* compose(
  parts: AnswerParts,
  turn: Turn,
  draft: Draft,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent> {
  const { actor, question, scope, earlier } = turn
  const model =
    turn.model === 'extractive'
      ? null
      : await withinQuota(turn.model, actor, parts.reservations, (reservation) => draft.hold(reservation))
  const language = languageOf(question)
  const history = model ? await historyOf(earlier) : []
  const asked = earlier.filter(({ role }) => role === 'user').map(({ content }) => content)
  const rewritten = await rewrite(question, asked, { model, history, language, signal })
  draft.spend(rewritten.usage)
  signal.throwIfAborted()
  const query = rewritten.question
  const results = await parts.search(actor, { query, scope, limit: PASSAGES })
  const passages = await loadPassages(parts.database, actor, results)
  draft.read(passages)
  yield { type: 'sources', query, sources: passages.map(toSource) }

  const citations = new CitationStream(passages)
  const nothingToAsk = passages.length === 0 && history.length === 0
  const text = !model
    ? quoted(query, passages, citations, draft, signal)
    : nothingToAsk
      ? citations.write(promptsIn(language).nothingFound)
      : written(model, answerPrompt(language, history, passages, question), citations, draft, signal)
  for await (const part of text) {
    draft.add(part)
    yield part
  }
  for (const part of citations.end()) {
    draft.add(part)
    yield part
  }
}

/** The extractive answer; what it read and quoted is counted, so that its use shows next to the models'. */
async function* quoted(
  query: string,
  passages: readonly Passage[],
  citations: CitationStream,
  draft: Draft,
  signal: AbortSignal,
): AsyncGenerator<CitedPart> {
  yield* quoteAnswer(query, passages, citations, languageOf(query), signal)
  const read = passages.map(({ text }) => text).join('\n')
  draft.spend(await countUsage([{ role: 'user', content: `${read}\n${query}` }], draft.text))
}

/** The model's text through the citation filter; whatever it cost is spent, even when it is stopped or fails midway. */
async function* written(
  model: ChatModel,
  prompt: readonly ChatMessage[],
  citations: CitationStream,
  draft: Draft,
  signal: AbortSignal,
): AsyncGenerator<CitedPart> {
  let text = ''
  let accounted = false
  try {
    for await (const part of model.stream(prompt, { signal, maxTokens: ANSWER_TOKENS })) {
      if (part.type === 'usage') {
        draft.spend(part.usage)
        accounted = true
      } else {
        text += part.text
        for (const certain of citations.write(part.text)) yield certain
      }
    }
  } finally {
    if (!accounted && text !== '') draft.spend(await countUsage(prompt, text))
  }
}

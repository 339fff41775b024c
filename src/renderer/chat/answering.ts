/** Turns the events of one answer into the message that the thread shows while it is written. */
import type { AnswerEvent, Message, SourceDocument } from '../../contract/index.ts'
import { errorOf } from '../state/errors.ts'
import { createWordFlow } from './word-flow.ts'

export interface AnswerView {
  show(answer: Message): void
  /** The answer belongs to this chat: a new one has its id from here on. */
  started(chatId: string): void
  /** How many passages are being read. */
  sources(count: number): void
}

/** Never throws: a failure becomes the answer's own, an abort makes it `stopped`. Resolves when nothing more will come. */
export async function writeAnswer(
  ask: () => Promise<AsyncIterable<AnswerEvent>>,
  signal: AbortSignal,
  view: AnswerView,
): Promise<void> {
  let answer = pendingAnswer('')
  const change = (values: Partial<Message>) => {
    answer = { ...answer, ...values }
    view.show(answer)
  }
  const flow = createWordFlow((text) => change({ content: answer.content + text }))
  try {
    for await (const event of await ask()) {
      switch (event.type) {
        case 'start':
          view.started(event.chatId)
          change({ id: event.messageId, chatId: event.chatId, model: event.model })
          break
        case 'sources':
          view.sources(event.sources.length)
          change({ sources: documentsOf(event.sources) })
          break
        case 'delta':
          flow.write(event.text)
          break
        case 'citation':
          change({ citations: [...answer.citations, event.citation] })
          break
        case 'done':
          flow.end()
          change(event.message)
          break
        case 'error':
          flow.end()
          change({ status: 'failed', error: event.error })
          break
      }
    }
    if (answer.status === 'streaming') change({ status: 'stopped' })
  } catch (error) {
    flow.end()
    // Failures of the answer itself come as events. What breaks off after its first words is the connection: those words stay.
    if (signal.aborted || answer.content !== '') change({ status: 'stopped' })
    else change({ status: 'failed', error: errorOf(error) })
  }
}

/** A backend that ended in the middle of an answer, or is about to save what was stopped, has less of it than was read here: that stays. */
export function withWordsSeen(saved: readonly Message[], shown: Message | undefined): readonly Message[] {
  const last = saved.at(-1)
  if (!shown || last?.id !== shown.id || last.status === 'done' || last.status === 'failed') return saved
  return last.status === 'streaming' || last.content.length < shown.content.length
    ? [...saved.slice(0, -1), { ...shown, status: 'stopped' }]
    : saved
}

/** Which pages the passages stand on, document by document, best first. */
function documentsOf(sources: Extract<AnswerEvent, { type: 'sources' }>['sources']): SourceDocument[] {
  const documents = new Map<string, { documentId: string; documentName: string; pages: number[] }>()
  for (const { documentId, documentName, page } of sources) {
    const known = documents.get(documentId) ?? { documentId, documentName, pages: [] }
    if (!known.pages.includes(page)) known.pages.push(page)
    documents.set(documentId, known)
  }
  return [...documents.values()].map((one) => ({ ...one, pages: one.pages.sort((a, b) => a - b) }))
}

const blank = {
  citations: [],
  sources: [],
  model: null,
  usage: null,
  durationMs: null,
  rating: null,
  error: null,
} as const

/** The question as it is shown before the backend has it. */
export const pendingQuestion = (chatId: string, content: string): Message => ({
  ...blank,
  citations: [],
  sources: [],
  id: crypto.randomUUID(),
  chatId,
  role: 'user',
  content,
  status: 'done',
  createdAt: new Date().toISOString(),
})

export const pendingAnswer = (chatId: string): Message => ({
  ...pendingQuestion(chatId, ''),
  role: 'assistant',
  status: 'streaming',
})

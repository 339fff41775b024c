/** Asking, stopping and asking again, against a stand-in of the backend's chats. */
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { type AnswerEvent, AppError, type Chat, type Message } from '../../contract/index.ts'

const backend = vi.hoisted(() => ({
  chats: {
    ...{ list: vi.fn(), get: vi.fn(), ask: vi.fn(), regenerate: vi.fn(), rate: vi.fn(), remove: vi.fn() },
    ...{ rename: vi.fn(), setScope: vi.fn(), share: vi.fn() },
  },
}))
vi.mock('../state/host.ts', () => ({ client: backend, host: {} }))
vi.mock('../viewer/pdf.ts', () => ({ openPdf: () => Promise.resolve() }))
const { messagesOf, NEW, useChats } = await import('./store.ts')
const { pendingAnswer, pendingQuestion } = await import('./answering.ts')
const { useUndo } = await import('../state/undo.ts')

const chat: Chat = {
  id: crypto.randomUUID(),
  title: 'Revenue',
  scope: {},
  author: { id: crypto.randomUUID(), name: 'Nadia' },
  own: true,
  shared: false,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
}
const question = { ...pendingQuestion(chat.id, 'Why?'), id: crypto.randomUUID() }
const answer: Message = { ...pendingAnswer(chat.id), content: 'Because.', status: 'done' }
const start: AnswerEvent = { type: 'start', chatId: chat.id, messageId: answer.id, model: 'm' }

const saved = (...messages: readonly Message[]) => backend.chats.get.mockResolvedValue({ ...chat, messages })

async function* stream(...events: readonly (AnswerEvent | Error)[]): AsyncGenerator<AnswerEvent> {
  for (const event of events) {
    if (event instanceof Error) throw event
    yield event
  }
}

const state = useChats.getState
const shown = () => messagesOf(state()).map(({ content, status }) => [content, status])
/** The last thing that was asked of the backend. */
const asked = () => backend.chats.ask.mock.lastCall?.[0]

beforeEach(() => {
  vi.resetAllMocks()
  state().startNew({})
})

describe('asking', () => {
  it('shows the question at once, and gives the thread its chat with the first event', async () => {
    const held = Promise.withResolvers<void>()
    backend.chats.ask.mockResolvedValue(
      (async function* () {
        await held.promise
        yield* stream(start, { type: 'done', message: answer })
      })(),
    )
    saved(question, answer)
    const done = state().ask('Why?')
    expect(shown()).toEqual([
      ['Why?', 'done'],
      ['', 'streaming'],
    ])
    expect(state().running.has(NEW)).toBe(true)
    held.resolve()
    await done
    expect(state().chatId).toBe(chat.id)
    expect(state().running.size).toBe(0)
    expect(shown()).toEqual([
      ['Why?', 'done'],
      ['Because.', 'done'],
    ])
  })

  it('attaches citations in the order they come', async () => {
    const cited = (n: number) => ({
      ...{ n, chunkId: chat.id, documentId: chat.id, documentName: 'a.pdf' },
      ...{ page: 1, quote: 'q', rects: [] },
    })
    const rest = Promise.withResolvers<void>()
    backend.chats.ask.mockResolvedValue(
      (async function* () {
        yield* stream(
          start,
          { type: 'citation', citation: cited(2) },
          { type: 'citation', citation: cited(1) },
        )
        await rest.promise
      })(),
    )
    saved(question, answer)
    const done = state().ask('Why?')
    await vi.waitFor(() =>
      expect(
        messagesOf(state())
          .at(-1)
          ?.citations.map(({ n }) => n),
      ).toEqual([2, 1]),
    )
    rest.resolve()
    await done
  })

  it('goes on in the background while another chat is open', async () => {
    const held = Promise.withResolvers<void>()
    backend.chats.ask.mockResolvedValue(
      (async function* () {
        yield start
        await held.promise
        yield { type: 'done', message: answer } as const
      })(),
    )
    saved(question, answer)
    const done = state().ask('Why?')
    await vi.waitFor(() => expect(state().running.has(chat.id)).toBe(true))
    state().startNew()
    expect(shown()).toEqual([])
    held.resolve()
    await done
    expect(state().chatId).toBe(null)
    expect(state().threads.get(chat.id)?.at(-1)?.content).toBe('Because.')
  })

  it('replaces an earlier question and what came after it', async () => {
    saved(question, answer)
    await state().open(chat.id)
    backend.chats.ask.mockResolvedValue(stream(start, { type: 'done', message: answer }))
    const done = state().ask('Why not?', question.id)
    expect(shown()[0]).toEqual(['Why not?', 'done'])
    expect(shown()).toHaveLength(2)
    await done
    expect(asked()).toMatchObject({ chatId: chat.id, replaces: question.id })
  })
})

describe('what goes wrong', () => {
  it('keeps a question that could not be asked, and asks it again', async () => {
    backend.chats.ask.mockRejectedValueOnce(new AppError('model_not_allowed', { model: 'm', allowed: '' }))
    await state().ask('Why?')
    expect(shown()).toEqual([
      ['Why?', 'done'],
      ['', 'failed'],
    ])
    expect(messagesOf(state()).at(-1)?.error?.code).toBe('model_not_allowed')
    backend.chats.ask.mockResolvedValue(stream(start, { type: 'done', message: answer }))
    saved(question, answer)
    await state().regenerate('extractive')
    expect(backend.chats.regenerate).not.toHaveBeenCalled()
    expect(asked()).toMatchObject({ question: 'Why?', model: 'extractive' })
    expect(shown()).toEqual([
      ['Why?', 'done'],
      ['Because.', 'done'],
    ])
  })

  it('never answers the question before the one that could not be asked', async () => {
    saved(question, answer)
    await state().open(chat.id)
    backend.chats.ask.mockRejectedValueOnce(new Error('the connection broke'))
    await state().ask('And next year?')
    expect(shown().slice(2)).toEqual([
      ['And next year?', 'done'],
      ['', 'failed'],
    ])
    backend.chats.ask.mockResolvedValue(stream(start, { type: 'done', message: answer }))
    await state().regenerate()
    expect(backend.chats.regenerate).not.toHaveBeenCalled()
    expect(asked()).toMatchObject({ question: 'And next year?', chatId: chat.id })
  })

  it('keeps the words read when the backend ends in the middle of an answer', async () => {
    backend.chats.ask.mockResolvedValue(
      stream(
        start,
        { type: 'delta', text: 'Revenue grew because prices ' },
        new Error('the connection broke'),
      ),
    )
    saved(question, { ...answer, content: 'Revenue', status: 'stopped' })
    await state().ask('Why?')
    expect(shown().at(-1)).toEqual(['Revenue grew because prices ', 'stopped'])
  })

  it('says why an answer failed', async () => {
    const error = { code: 'model_unreachable', details: {}, message: '' } as const
    backend.chats.ask.mockResolvedValue(stream(start, { type: 'error', error }))
    saved(question, { ...answer, content: '', status: 'failed', error })
    await state().ask('Why?')
    expect(messagesOf(state()).at(-1)).toMatchObject({
      status: 'failed',
      error: { code: 'model_unreachable' },
    })
  })
})

describe('stopping', () => {
  it.each([
    { content: 'Because ', status: 'stopped' },
    // What the backend has when it is asked sooner than it has saved.
    { content: '', status: 'streaming' },
  ] as const)('leaves the stream and keeps what was written, saved as $status', async (kept) => {
    let signal: AbortSignal | undefined
    backend.chats.ask.mockImplementation((_input, options: { signal: AbortSignal }) => {
      signal = options.signal
      return Promise.resolve(
        (async function* () {
          yield* stream(start, { type: 'delta', text: 'Because ' })
          await new Promise((_, reject) =>
            options.signal.addEventListener('abort', () => reject(new Error())),
          )
        })(),
      )
    })
    saved(question, { ...answer, ...kept })
    const done = state().ask('Why?')
    await vi.waitFor(() => expect(state().running.has(chat.id)).toBe(true))
    state().stop()
    await done
    expect(signal?.aborted).toBe(true)
    expect(shown().at(-1)).toEqual(['Because ', 'stopped'])
  })

  it('does not take the words of the next answer for lost, which was asked before the stopped one was read', async () => {
    const reading = Promise.withResolvers<void>()
    const stopped: Message = { ...answer, status: 'stopped' }
    saved(question, stopped)
    await state().open(chat.id)
    backend.chats.get.mockImplementationOnce(async () => {
      await reading.promise
      return { ...chat, messages: [question, stopped] }
    })
    backend.chats.ask.mockResolvedValueOnce(stream(start, { type: 'done', message: stopped }))
    const first = state().ask('And then?')
    await vi.waitFor(() => expect(state().running.size).toBe(0))
    const next = { ...answer, id: crypto.randomUUID() }
    const rest = Promise.withResolvers<void>()
    backend.chats.ask.mockResolvedValueOnce(
      (async function* () {
        yield* stream({ ...start, messageId: next.id }, { type: 'delta', text: 'The first words ' })
        await rest.promise
        yield { type: 'done', message: next } as const
      })(),
    )
    const second = state().ask('And the rest?')
    await vi.waitFor(() => expect(shown().at(-1)).toEqual(['The first words ', 'streaming']))
    // What is saved has none of them yet.
    saved(question, stopped, question, { ...next, content: '', status: 'streaming' })
    reading.resolve()
    await first
    expect(shown().at(-1)).toEqual(['The first words ', 'streaming'])
    rest.resolve()
    saved(question, stopped, question, next)
    await second
    expect(shown().at(-1)).toEqual(['Because.', 'done'])
  })
})

describe('changes that show at once', () => {
  it('puts a rating back that was refused', async () => {
    saved(question, answer)
    await state().open(chat.id)
    backend.chats.rate.mockRejectedValue(new AppError('internal'))
    state().rate(answer, 'up')
    expect(messagesOf(state()).at(-1)?.rating).toBe('up')
    await vi.waitFor(() => expect(messagesOf(state()).at(-1)?.rating).toBe(null))
  })

  it('keeps a draft for each chat', async () => {
    saved(question, answer)
    state().setDraft('for the new one')
    await state().open(chat.id)
    state().setDraft('for this one')
    expect(state().drafts.get(NEW)).toBe('for the new one')
    expect(state().drafts.get(chat.id)).toBe('for this one')
  })

  it('lists a removed chat again when it cannot be removed', async () => {
    backend.chats.list.mockResolvedValue([chat])
    await state().load()
    backend.chats.remove.mockRejectedValue(new AppError('internal'))
    state().remove(chat.id)
    expect(state().chats).toEqual([])
    await vi.waitFor(() => expect(state().chats).toEqual([chat]))
  })
})

describe('sharing', () => {
  it('shows at once, is put back when it is refused, and can be undone', async () => {
    backend.chats.list.mockResolvedValue([chat])
    await state().load()
    backend.chats.share.mockRejectedValueOnce(new AppError('forbidden'))
    state().share(chat.id, true)
    expect(state().chats[0]?.shared).toBe(true)
    await vi.waitFor(() => expect(state().chats[0]?.shared).toBe(false))
    backend.chats.share.mockResolvedValue(chat)
    state().share(chat.id, true)
    await useUndo.getState().undo()
    expect(backend.chats.share.mock.calls.map(([{ shared }]) => shared)).toEqual([true, true, false])
  })
})

describe('a chat of somebody else', () => {
  const others: Chat = {
    ...chat,
    own: false,
    shared: true,
    author: { id: crypto.randomUUID(), name: 'Omid' },
  }
  beforeEach(async () => {
    backend.chats.list.mockResolvedValue([others])
    await state().load()
    backend.chats.get.mockResolvedValue({ ...others, messages: [question, answer] })
    await state().open(others.id)
  })

  it('is read, and nothing else', async () => {
    expect(shown()).toHaveLength(2)
    await state().ask('And then?')
    await state().regenerate()
    state().rename(others.id, 'Mine')
    state().share(others.id, false)
    state().remove(others.id)
    expect(state().chats).toEqual([others])
    for (const call of ['ask', 'regenerate', 'rename', 'share', 'remove'] as const)
      expect(backend.chats[call]).not.toHaveBeenCalled()
  })

  it('gives way to one of one’s own where another scope is chosen', () => {
    const scope = { folderId: crypto.randomUUID() }
    state().setScope(scope)
    expect(state()).toMatchObject({ chatId: null, scope })
    expect(backend.chats.setScope).not.toHaveBeenCalled()
  })

  it('goes from the window when its author shares it no more', () => {
    state().apply({ type: 'chat_removed', id: others.id })
    expect(state()).toMatchObject({ chatId: null, chats: [] })
  })
})

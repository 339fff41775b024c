/** `docuchat ask`, `chats` and `chat show`: streamed answers with their sources, and what was said before. */
import { AppError, type Citation, type Message } from '../../contract/index.ts'
import { findById, findDocumentIds, noteUnfinished, shortId } from '../resolve.ts'
import type { Session } from '../session.ts'
import { printable, table } from '../terminal.ts'
import { add } from './add.ts'

export interface AskOptions {
  readonly file?: readonly string[]
  readonly document?: readonly string[]
  readonly model?: string
  readonly chat?: string
  readonly json?: boolean
}

/** With --json every event of the answer is a line; otherwise the text streams and its sources follow. */
export async function ask(session: Session, question: string, options: AskOptions): Promise<void> {
  const { client, signal, terminal } = session
  const added = options.file ? await add(session, options.file, {}) : []
  const documents = await client.documents.list()
  const ready = documents
    .filter(({ id, status }) => added.includes(id) && status === 'ready')
    .map(({ id }) => id)
  // What stood in the way has been said.
  if (options.file && ready.length === 0) return
  noteUnfinished(session, documents)
  const named = findDocumentIds(documents, options.document ?? [])
  const documentIds = [...ready, ...named]
  const scope = documentIds.length > 0 ? { documentIds } : {}
  const chatId = options.chat && findById('chat', await client.chats.list(), options.chat).id
  const events = await client.chats.ask(
    { question, scope, ...(chatId && { chatId }), ...(options.model && { model: options.model }) },
    { signal },
  )
  for await (const event of events) {
    if (options.json) terminal.json(event)
    else if (event.type === 'delta') terminal.write(printable(event.text))
    else if (event.type === 'done') printSources({ terminal }, event.message)
    if (event.type === 'error') {
      if (!options.json) terminal.fail(event.error.message)
      process.exitCode = 1
    }
  }
}

export async function chats(
  { client, terminal }: Session,
  options: { readonly json?: boolean },
): Promise<void> {
  const all = await client.chats.list()
  if (options.json) return terminal.json({ chats: all })
  if (all.length === 0) return terminal.note('No chats yet. Ask something: docuchat ask "…"')
  for (const line of table(
    all.map((chat) => [
      shortId(chat.id),
      chat.updatedAt.slice(0, 16).replace('T', ' '),
      printable(chat.title),
    ]),
  )) {
    terminal.print(line)
  }
}

export async function showChat(
  { client, terminal }: Session,
  id: string,
  options: { readonly json?: boolean },
): Promise<void> {
  const chat = await client.chats.get({ id: findById('chat', await client.chats.list(), id).id })
  if (options.json) return terminal.json({ chat })
  for (const message of chat.messages) {
    if (message.role === 'user') terminal.print(terminal.style('bold', `> ${printable(message.content)}`))
    else {
      terminal.write(printable(message.content))
      printSources({ terminal }, message)
    }
    terminal.print('')
  }
}

function printSources({ terminal }: Pick<Session, 'terminal'>, message: Message): void {
  terminal.print('')
  const byNumber = new Map<number, Citation>(message.citations.map((citation) => [citation.n, citation]))
  if (byNumber.size > 0) terminal.print(`\n${terminal.style('bold', 'Sources')}`)
  for (const [n, citation] of [...byNumber].sort(([a], [b]) => a - b)) {
    terminal.print(`[${n}] ${printable(citation.documentName)}, page ${citation.page}`)
  }
  if (message.error) terminal.fail(message.error.message)
  if (message.status === 'stopped') terminal.note('Stopped before the end.')
  if (message.usage) {
    const { promptTokens, completionTokens, counted } = message.usage
    const tokens = `${promptTokens} + ${completionTokens} tokens${counted ? ' (counted)' : ''}`
    terminal.note(
      `\n${message.model ?? ''} · ${tokens} · docuchat ask --chat ${shortId(message.chatId)} goes on`,
    )
  }
}

export async function usage(
  { client, terminal }: Session,
  options: { readonly json?: boolean },
): Promise<void> {
  const totals = await client.usage()
  if (options.json) return terminal.json(totals)
  const row = (label: string, window: typeof totals.last24Hours) =>
    [label, window.answers, window.promptTokens, window.completionTokens, window.embeddingTokens].map(String)
  const rows = [
    ['', 'answers', 'prompt', 'completion', 'embedding tokens'],
    row('24 hours', totals.last24Hours),
    row('7 days', totals.last7Days),
  ]
  for (const line of table(rows)) terminal.print(line)
}

export function requireQuestion(words: readonly string[]): string {
  const question = words.join(' ').trim()
  if (question === '') throw new AppError('bad_request', { reason: 'a question is needed' })
  return question
}

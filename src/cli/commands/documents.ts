/** `docuchat list | show | remove | retry`: what is in the workspace, and what to do about what failed. */
import type { Document } from '../../contract/index.ts'
import { followProgress } from '../follow-progress.ts'
import { findDocument, isUnfinished, noteUnfinished, shortId } from '../resolve.ts'
import type { Session } from '../session.ts'
import { printable, table } from '../terminal.ts'

export async function list(
  { client, terminal }: Session,
  options: { readonly json?: boolean },
): Promise<void> {
  const documents = await client.documents.list()
  if (options.json) return terminal.json({ documents })
  if (documents.length === 0) return terminal.note('No documents yet. Add some: docuchat add FILE.pdf')
  const rows = documents.map((document) => [
    shortId(document.id),
    stateOf(document, terminal.style),
    document.pageCount === null ? '' : `${document.pageCount} p`,
    printable(document.name),
  ])
  for (const line of table(rows)) terminal.print(line)
  const failed = documents.filter((document) => document.error !== null)
  if (failed.length > 0)
    terminal.note('“docuchat show DOC” says why a document failed; “docuchat retry DOC” tries again.')
  noteUnfinished({ terminal }, documents)
}

export async function show(
  { client, terminal }: Session,
  name: string,
  options: { readonly json?: boolean },
): Promise<void> {
  const document = findDocument(await client.documents.list(), name)
  if (options.json) return terminal.json({ document })
  const { identity } = document
  const period = [
    identity.fiscalQuarter && `Q${identity.fiscalQuarter}`,
    identity.fiscalYear && `FY${identity.fiscalYear}`,
  ]
  const facts: [string, string | number | null][] = [
    ['id', document.id],
    ['name', document.name],
    ['status', stateOf(document, terminal.style)],
    ['reason', document.error?.message ?? null],
    ['company', identity.company],
    ['title', identity.title],
    ['form', identity.form],
    ['period', period.filter(Boolean).join(' ') || null],
    ['period end', identity.periodEnd],
    ['pages', document.pageCount],
    ['without text', document.pagesWithoutText.join(', ') || null],
    ['bytes', document.bytes],
    ['sha256', document.sha256],
    ['added', document.createdAt],
  ]
  const known = facts.filter(([, value]) => value !== null)
  for (const line of table(
    known.map(([label, value]) => [terminal.style('dim', label), printable(String(value))]),
  )) {
    terminal.print(line)
  }
}

export async function remove({ client, terminal }: Session, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const document = findDocument(await client.documents.list(), name)
    await client.documents.remove({ ids: [document.id] })
    await client.documents.purge({ ids: [document.id] })
    terminal.note(`Removed ${printable(document.name)}.`)
  }
}

/** Without names: everything that failed, was cancelled or was interrupted. */
export async function retry(
  session: Session,
  names: readonly string[],
  options: { readonly password?: string; readonly json?: boolean },
): Promise<void> {
  const documents = await session.client.documents.list()
  const chosen =
    names.length > 0
      ? names.map((name) => findDocument(documents, name))
      : documents.filter((document) => document.status !== 'ready')
  for (const { id } of chosen) await session.client.documents.retry({ id, password: options.password })
  if (chosen.length === 0) session.terminal.note('Nothing to retry: every document is ready.')
  await followProgress(
    session,
    chosen.map((document) => document.id),
    options.json ?? false,
  )
}

function stateOf(document: Document, style: Session['terminal']['style']): string {
  if (document.status === 'ready') return style('green', 'ready')
  if (document.status === 'failed') return style('red', `failed (${document.error?.code ?? 'internal'})`)
  return style(
    'yellow',
    isUnfinished(document)
      ? `${document.status} ${document.pagesDone}/${document.pageCount ?? '?'}`
      : document.status,
  )
}

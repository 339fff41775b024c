/** `docuchat search`: passages without a model, for people and, with --json, for scripts. */
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { AppError, type Document, type SearchResult } from '../../contract/index.ts'
import { errorInfoOf } from '../report.ts'
import { findDocumentIds, noteUnfinished } from '../resolve.ts'
import type { Session } from '../session.ts'
import { printable } from '../terminal.ts'

export interface SearchOptions {
  readonly document?: readonly string[]
  readonly limit?: number
  readonly input?: string
  readonly json?: boolean
}

export async function search(
  session: Session,
  query: string | undefined,
  options: SearchOptions,
): Promise<void> {
  const documents = await session.client.documents.list()
  noteUnfinished(session, documents)
  if (options.input !== undefined) return searchLines(session, documents, options.input, options.limit)
  if (query === undefined) throw new AppError('bad_request', { reason: 'a QUERY or --input FILE is needed' })
  const results = await searchOne(session, documents, query, options.document ?? [], options.limit)
  if (options.json) return session.terminal.json({ query, results: results.map(toJson) })
  if (results.length === 0)
    session.terminal.note(documents.length === 0 ? noDocuments : 'Nothing found. Try other words.')
  for (const result of results) printResult(session, query, result)
}

const noDocuments = 'No documents yet. Add some: docuchat add FILE.pdf'

const inputLineSchema = z.object({
  id: z.union([z.string(), z.number()]),
  query: z.string(),
  documents: z.array(z.string()).optional(),
})

/** One answer a line, in the order of the questions; a line that fails says so in its `error` and the others go on. */
async function searchLines(
  session: Session,
  documents: readonly Document[],
  path: string,
  limit: number | undefined,
): Promise<void> {
  const input = path === '-' ? process.stdin : createReadStream(path)
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line.trim() === '') continue
    const { id, query, documents: names } = parseLine(line)
    try {
      const results = await searchOne(session, documents, query, names ?? [], limit)
      session.terminal.json({ id, results: results.map(toJson) })
    } catch (error) {
      session.terminal.json({ id, results: [], error: errorInfoOf(error) })
      process.exitCode = 1
    }
  }
}

function parseLine(line: string): z.infer<typeof inputLineSchema> {
  try {
    return inputLineSchema.parse(JSON.parse(line))
  } catch {
    throw new AppError('bad_request', {
      reason: `this line of the input is not {"id", "query", "documents"?}: ${line.slice(0, 200)}`,
    })
  }
}

async function searchOne(
  { client }: Session,
  documents: readonly Document[],
  query: string,
  names: readonly string[],
  limit: number | undefined,
): Promise<SearchResult[]> {
  const scope = names.length > 0 ? { documentIds: findDocumentIds(documents, names) } : {}
  return client.search({ query, scope, limit })
}

const toJson = ({ document, page, score, text, rects }: SearchResult) => ({
  document,
  page,
  score,
  text,
  rects,
})

const SNIPPET_LINES = 4

function printResult({ terminal }: Session, query: string, result: SearchResult): void {
  const place = `${printable(result.document.name)}, page ${result.page}`
  const path =
    result.headingPath.length > 0
      ? terminal.style('dim', `  ${printable(result.headingPath.join(' › '))}`)
      : ''
  terminal.print(`${terminal.style('bold', place)}${path}`)
  const lines = printable(result.text).replaceAll('\t', '  ').split('\n')
  const start = snippetStart(lines, query)
  const shown = lines.slice(start, start + SNIPPET_LINES)
  if (start > 0) terminal.print(terminal.style('dim', '    …'))
  for (const line of shown) terminal.print(`    ${line}`)
  if (start + shown.length < lines.length) terminal.print(terminal.style('dim', '    …'))
}

/** Where the lines begin that hold most of the query's words. */
function snippetStart(lines: readonly string[], query: string): number {
  const words = wordsOf(query)
  const scores = lines.map((_, start) => {
    const window = wordsOf(lines.slice(start, start + SNIPPET_LINES).join(' '))
    return [...words].filter((word) => window.has(word)).length
  })
  return scores.indexOf(Math.max(...scores))
}

const wordsOf = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [])

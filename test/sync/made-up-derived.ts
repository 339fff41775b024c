/** What a server could say that it found out about a document: one page, one chunk, one term, one vector. */
import { v7 as uuidv7 } from 'uuid'

export const SPACE = 'made-up@2'
export const VERSION = 7
/** 0.5 and -2. */
export const VECTOR = '\\x000200003f000000c0000000'

export type Said = Readonly<Record<string, unknown>>

export const POSTING = { term: 'turbin', packed: '\\x0001ff' }

/** With changes to single rows. */
export function madeUp(changes: Readonly<Record<'page' | 'index' | 'embedding', Said>> | Said = {}): Said {
  const chunkId = uuidv7()
  const line = { start: 0, end: 8, x: 72, y: 90.25, width: 40, height: 10, role: 'body' }
  const of = (row: string) => (changes as Readonly<Record<string, Said>>)[row]
  return {
    findings: {
      ...{ page_count: 1, pages_done: 1, pages_without_text: [], title: null, company: 'Turbines Inc.' },
      ...{ form: null, fiscal_year: 2025, fiscal_quarter: null, period_end: '2025-12-31' },
    },
    pages: [
      {
        ...{ number: 1, width: 612, height: 792.5, text: 'Turbines «۱۲ میلیون» 🙂', lines: [line] },
        ...of('page'),
      },
    ],
    chunks: [
      {
        ...{ id: chunkId, ordinal: 0, page: 1, start_char: 0, end_char: 8, token_count: 2 },
        ...{ heading_path: ['Revenue', 'By "segment", {all}'], text: 'Turbines', lines: [line] },
      },
    ],
    postings: [POSTING],
    document_indexes: [{ version: VERSION, chunk_count: 1, lengths: '\\x01', identity: {}, ...of('index') }],
    embeddings: [{ space: SPACE, chunk_id: chunkId, ordinal: 0, vector: VECTOR, ...of('embedding') }],
  }
}

/** As the server sends it; a text is sent as it is. */
export function linesOf(said: Said | string): string[] {
  if (typeof said === 'string') return [said]
  const { findings, ...tables } = said
  const parts = Object.entries(tables).map(([table, rows]) => ({ table, rows }))
  return [...(findings === undefined ? [] : [{ findings }]), ...parts].map((line) => JSON.stringify(line))
}

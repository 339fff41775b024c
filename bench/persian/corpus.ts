/** The questions of the Persian set, with the pages that answer them read from the documents as they were printed. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { normalize } from '../../src/core/retrieval/normalize.ts'
import type { BenchQuestion } from '../retrieval/corpus.ts'
import type { PageText } from '../retrieval/plain-bm25.ts'
import { DOCUMENTS } from './documents.ts'

const lineSchema = z.object({
  id: z.string(),
  document: z.enum(DOCUMENTS.map(({ name }) => name)),
  question: z.string(),
  /** Of the question; every document is Persian. */
  language: z.enum(['fa', 'en']),
  answer: z.string(),
  /** Phrases of the pages that answer, each found on one page of its document. */
  anchors: z.array(z.string()).min(1),
})
export type PersianLine = Readonly<z.infer<typeof lineSchema>>

export type PersianQuestion = BenchQuestion & {
  readonly language: PersianLine['language']
  /** That of its document. */
  readonly held: boolean
}

export async function readLines(): Promise<PersianLine[]> {
  const text = await readFile(join(import.meta.dirname, 'questions.jsonl'), 'utf8')
  return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [lineSchema.parse(JSON.parse(line))]))
}

/** Throws when an anchor is not on exactly one of `pages`, which are those of the line's document. */
export function locate(line: PersianLine, pages: readonly PageText[]): PersianQuestion {
  const evidencePages = line.anchors.map((anchor) => {
    const holders = pages.filter(({ text }) => bare(text).includes(bare(anchor)))
    const [holder] = holders
    if (holder === undefined || holders.length > 1) {
      throw new Error(`${line.id}: “${anchor}” is on ${holders.length} pages of ${line.document}`)
    }
    return holder.page
  })
  const held = DOCUMENTS.some(({ name, held }) => held && name === line.document)
  return { ...line, held, evidencePages }
}

/** Letters and digits alone: how a PDF's reader spaces them, joins them and mirrors their brackets is not what is measured. */
const bare = (text: string): string => normalize(text).replace(/[^\p{L}\p{N}]/gu, '')

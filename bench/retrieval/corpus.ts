/** The filings and questions that retrieval is measured on. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { z } from 'zod'

const questionSchema = z.object({
  id: z.string(),
  /** The filing's file name without its extension. */
  document: z.string(),
  question: z.string(),
  /** 1-based. */
  evidencePages: z.array(z.int()),
})
export type BenchQuestion = Readonly<z.infer<typeof questionSchema>>

export interface Corpus {
  /** Folder of the PDFs. */
  readonly folder: string
  readonly questions: readonly BenchQuestion[]
}

/** The FinanceBench part of `DOCUCHAT_CORPUS`; null, said on stderr, when it is not there. */
export async function findCorpus(): Promise<Corpus | null> {
  const root = process.env.DOCUCHAT_CORPUS ?? resolve(import.meta.dirname, '../../../shared/corpus')
  const folder = join(root, 'financebench')
  const path = join(folder, 'questions.jsonl')
  if (!existsSync(path)) {
    console.error(`Retrieval is NOT measured: there is no ${path}. Set DOCUCHAT_CORPUS to the corpus folder.`)
    return null
  }
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line.trim() !== '')
  return {
    folder: join(folder, 'pdfs'),
    questions: lines.map((line) => questionSchema.parse(JSON.parse(line))),
  }
}

const ownSchema = z.object({
  ...{ id: z.string(), document: z.string(), question: z.string() },
  pages: z.array(z.int()),
})

/** Questions of our own on the same filings, written without a look at those above; what was chosen was chosen on them. */
export async function ownQuestions(): Promise<BenchQuestion[]> {
  const path = resolve(import.meta.dirname, '../questions/filings.jsonl')
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line.trim() !== '')
  return lines.map((line) => {
    const { pages, ...question } = ownSchema.parse(JSON.parse(line))
    return { ...question, evidencePages: pages }
  })
}

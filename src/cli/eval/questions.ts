/** The questions of an evaluation, one JSON object a line. */
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { AppError } from '../../contract/index.ts'

const pages = z.array(z.int().min(1)).min(1)
const lineSchema = z
  .object({
    question: z.string().trim().min(1),
    /** The name of the document that answers it. */
    document: z.string().min(1),
    /** Its pages that do, from 1; `evidencePages` is FinanceBench's name for them. */
    pages: pages.optional(),
    evidencePages: pages.optional(),
    answer: z.string().optional(),
  })
  .transform(({ pages, evidencePages, ...line }) => ({ ...line, pages: pages ?? evidencePages ?? [] }))
  .refine(({ pages }) => pages.length > 0)
export type EvalQuestion = Readonly<z.infer<typeof lineSchema>>

/** Throws `bad_request` with the first line that is no question, and for a file without one. */
export async function readQuestions(path: string): Promise<EvalQuestion[]> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new AppError('bad_request', { reason: `${path} cannot be read` })
  })
  const questions = text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    try {
      return [lineSchema.parse(JSON.parse(line))]
    } catch {
      const wanted = '{"question", "document", "pages", "answer"?}'
      throw new AppError('bad_request', { reason: `line ${index + 1} of ${path} is not ${wanted}` })
    }
  })
  if (questions.length === 0) throw new AppError('bad_request', { reason: `${path} has no questions` })
  return questions
}

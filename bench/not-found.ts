/** How often an answer without a model says that the documents do not answer: rightly of questions asked elsewhere, wrongly of others. */
import { readFile } from 'node:fs/promises'
import { evidenceOf, LEAST_EVIDENCE } from '../src/core/chat/evidence.ts'
import { quotationsFor } from '../src/core/chat/extractive.ts'
import { loadPassages, PASSAGES } from '../src/core/chat/load-passages.ts'
import { retrieve } from '../src/core/retrieval/index.ts'
import { findCorpus, ownQuestions } from './retrieval/corpus.ts'
import { ingestCorpus, type Library } from './retrieval/library.ts'
import { questionVectors } from './retrieval/search.ts'
import type { BenchRow } from './row.ts'

export async function run(): Promise<BenchRow[]> {
  const corpus = await findCorpus()
  if (!corpus) return []
  const library = await ingestCorpus(corpus.folder)
  try {
    const questions = await ownQuestions()
    const elsewhere = await readFile(new URL('./questions/elsewhere.txt', import.meta.url), 'utf8')
    const companyOf = (document: string) => document.split('_')[0]
    // The question after next of another company: the same each time, and of every company's filings.
    const others = questions.map(
      ({ document }, index) =>
        [...questions.slice(index), ...questions].find(
          (other) => companyOf(other.document) !== companyOf(document),
        )?.document ?? '',
    )
    const refused = {
      'questions that the filing answers': await shareRefused(
        library,
        questions.map(({ document, question }) => ({ question, document })),
      ),
      'questions in the filing of another company': await shareRefused(
        library,
        questions.map(({ question }, index) => ({ question, document: others[index] })),
      ),
      'questions on other subjects': await shareRefused(
        library,
        elsewhere.split('\n').flatMap((question) => (question === '' ? [] : [{ question }])),
      ),
    }
    return Object.entries(refused).map(([name, value]) => ({
      name: `not found, ${name}`,
      value,
      unit: 'share',
    }))
  } finally {
    await library.close()
  }
}

async function shareRefused(
  library: Library,
  asked: readonly { readonly question: string; readonly document?: string | undefined }[],
): Promise<number> {
  const { actor, database, ids } = library
  const vectorOf = questionVectors(library)
  let refused = 0
  for (const { question, document } of asked) {
    const id = document === undefined ? undefined : ids.get(`${document}.pdf`)
    const vector = await vectorOf?.(question)
    const results = await database.asTenant(actor, (tx) =>
      retrieve(tx, {
        ...{ tenantId: actor.tenantId, query: question, limit: PASSAGES },
        ...{ scope: id === undefined ? {} : { documentIds: [id] }, ...(vector && { vector }) },
      }),
    )
    const passages = await loadPassages(database, actor, results)
    const evidence = await evidenceOf(question, quotationsFor(question, passages), passages)
    if (evidence < LEAST_EVIDENCE) refused += 1
  }
  return refused / asked.length
}

if (import.meta.main) console.table(await run())

/** Page hit@k and MRR on the Persian set, for Persian and for English questions, beside plain BM25 over pages. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { locate, type PersianQuestion, readLines } from './persian/corpus.ts'
import { DOCUMENTS } from './persian/documents.ts'
import { printDocuments } from './persian/print.ts'
import { ingestCorpus, type Library } from './retrieval/library.ts'
import { type PageText, persianWords, plainBm25 } from './retrieval/plain-bm25.ts'
import { MODES, measures, ranksOf } from './retrieval/ranks.ts'
import { DEPTH, pageTexts, productSearch, questionVectors, type Search } from './retrieval/search.ts'
import type { BenchRow } from './row.ts'

const CUTS = [1, 5, 8]
/** A question is a Persian or a cross-language one, of a document that was tuned on or of one that was held apart. */
const GROUPS: Readonly<Record<string, (question: PersianQuestion) => boolean>> = {
  'Persian, seen': ({ language, held }) => language === 'fa' && !held,
  'Persian, held': ({ language, held }) => language === 'fa' && held,
  'Persian, all': ({ language }) => language === 'fa',
  'English, seen': ({ language, held }) => language === 'en' && !held,
  'English, held': ({ language, held }) => language === 'en' && held,
  'English, all': ({ language }) => language === 'en',
}

export async function run(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'docuchat-persian-'))
  try {
    await printDocuments(DOCUMENTS, folder)
    const library = await ingestCorpus(folder)
    try {
      return await measure(library)
    } finally {
      await library.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function measure(library: Library): Promise<BenchRow[]> {
  const texts = await pageTexts(library)
  const questions = (await readLines()).map((line) =>
    locate(
      line,
      texts.filter(({ documentId }) => documentId === library.ids.get(`${line.document}.pdf`)),
    ),
  )
  const rows: BenchRow[] = []
  for (const [name, search] of searchesOf(library, texts)) {
    for (const mode of MODES) {
      const ranks = await ranksOf(questions, library.ids, search, mode)
      reportMisses(`${mode}, ${name}`, questions, ranks)
      for (const [group, belongs] of Object.entries(GROUPS)) {
        const inGroup = questions.map(belongs)
        const ofGroup = ranks.filter((_, index) => inGroup[index])
        for (const [measure, value] of measures(ofGroup, CUTS)) {
          rows.push({
            name: `${group} (${ofGroup.length}), ${mode}, ${measure}, ${name}`,
            value,
            unit: 'share',
          })
        }
      }
    }
  }
  return rows
}

/** Of the seen documents only, so that nobody tunes to the others by accident. */
function reportMisses(search: string, questions: readonly PersianQuestion[], ranks: readonly number[]): void {
  const missed = questions.flatMap(({ id, held }, index) => {
    const rank = ranks[index] ?? Number.POSITIVE_INFINITY
    return held || rank <= 5 ? [] : [`${id} (${rank})`]
  })
  console.error(`persian, ${search}: not in the first 5: ${missed.join(', ') || 'none'}`)
}

function searchesOf(library: Library, texts: readonly PageText[]): [string, Search][] {
  const reference = plainBm25(texts, persianWords)
  const vectorOf = questionVectors(library)
  return [
    ['plain page BM25', (question, documentId) => reference(question, documentId, DEPTH)],
    ['ours, keyword', productSearch(library)],
    ...(vectorOf ? [['ours, fused', productSearch(library, vectorOf)] satisfies [string, Search]] : []),
  ]
}

if (import.meta.main) console.table(await run())

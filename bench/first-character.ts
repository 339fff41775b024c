/** From the question to the first character of the answer, without a model, beside the search that it waits for. */
import { openAsBlob } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { openTestCore, settled, type TestCore } from '../test/integration/workspace.ts'
import { median } from './median.ts'
import { QUESTIONS } from './questions.ts'
import { findCorpus } from './retrieval/corpus.ts'
import type { BenchRow } from './row.ts'

const FILINGS = 4

export async function run(): Promise<BenchRow[]> {
  const corpus = await findCorpus()
  if (!corpus) return []
  const test = await openTestCore()
  try {
    await addFilings(test, corpus.folder)
    const cold = await firstCharacter(test, 'What does the company sell?')
    const answers: number[] = []
    const searches: number[] = []
    for (const question of QUESTIONS) {
      answers.push(await firstCharacter(test, question))
      const started = performance.now()
      await test.core.search(test.actor, { query: question })
      searches.push(performance.now() - started)
    }
    const [answer, search] = [median(answers), median(searches)]
    return [
      { name: 'first character, first question after opening', value: cold, unit: 'ms' },
      {
        name: 'first character, median',
        value: answer,
        unit: 'ms',
        ratio: answer / search,
        against: 'the search alone',
      },
    ]
  } finally {
    await test.close()
  }
}

async function addFilings(test: TestCore, folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.pdf')).slice(0, FILINGS)
  const ids: string[] = []
  for (const path of names.map((name) => join(folder, name))) {
    const { document } = await test.core.documents.add(test.actor, await openAsBlob(path), basename(path))
    ids.push(document.id)
  }
  await settled(test, ...ids)
}

async function firstCharacter({ core, actor }: TestCore, question: string): Promise<number> {
  const started = performance.now()
  const signal = new AbortController().signal
  for await (const event of core.chats.ask(actor, { question }, signal)) {
    if (event.type === 'delta') return performance.now() - started
  }
  throw new Error(`No answer to “${question}”.`)
}

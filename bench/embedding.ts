/** Chunks a second that the built-in embedding model embeds on one core, beside counting the tokens of the same text. */
import { builtinEmbedding } from '../src/core/models/builtin/index.ts'
import { countTokens } from '../src/core/tokens/index.ts'
import type { BenchRow } from './row.ts'
import { madeUpText } from './search-latency/made-up.ts'

const CHUNKS = 2_000
const TOKENS = 400
const BATCH = 64

export async function run(): Promise<BenchRow[]> {
  const started = performance.now()
  const model = builtinEmbedding()
  const loading = performance.now() - started
  const texts = chunks()
  const counting = chunksASecond(() => texts.map(countTokens))
  const never = new AbortController().signal
  await model.embed(texts.slice(0, BATCH), never)
  const begun = performance.now()
  for (let start = 0; start < texts.length; start += BATCH)
    await model.embed(texts.slice(start, start + BATCH), never)
  const embedding = (CHUNKS * 1_000) / (performance.now() - begun)
  return [
    { name: 'built-in embedding, loading', value: loading, unit: 'ms' },
    {
      name: `built-in embedding, chunks of ${TOKENS} tokens`,
      ...{ value: embedding, unit: '1/s', ratio: embedding / counting, against: 'counting their tokens' },
    },
  ]
}

/** Texts of {@link TOKENS} tokens each, of words that the model knows: rarer ones than filings have, so harder to remember. */
function chunks(): string[] {
  const next = madeUpText(7)
  return Array.from({ length: CHUNKS }, () => {
    let text = ''
    while (countTokens(text) < TOKENS) text += `${next()} `
    return text
  })
}

function chunksASecond(work: () => unknown): number {
  const begun = performance.now()
  work()
  return (CHUNKS * 1_000) / (performance.now() - begun)
}

if (import.meta.main) console.table(await run())

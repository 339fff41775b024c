/** `npm run bench [NAME…]`: runs the benchmarks, prints one table and writes bench/results.json. */
import { writeFileSync } from 'node:fs'
import type { BenchRow } from './row.ts'

const benches: Readonly<Record<string, () => Promise<{ run(): Promise<BenchRow[]> }>>> = {
  retrieval: () => import('./retrieval.ts'),
  ablation: () => import('./ablation.ts'),
  reranking: () => import('./reranking.ts'),
  embedding: () => import('./embedding.ts'),
  'not-found': () => import('./not-found.ts'),
  persian: () => import('./persian.ts'),
  extraction: () => import('./extraction.ts'),
  'small-document': () => import('./small-document.ts'),
  ingestion: () => import('./ingestion.ts'),
  'search-latency': () => import('./search-latency.ts'),
  'first-character': () => import('./first-character.ts'),
  window: () => import('./window.ts'),
  server: () => import('./server.ts'),
  sync: () => import('./sync.ts'),
}

const chosen = process.argv.slice(2)
const results: Record<string, BenchRow[]> = {}
for (const [name, load] of Object.entries(benches)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue
  console.error(`bench: ${name} …`)
  const { run } = await load()
  results[name] = await run()
}

console.table(
  Object.entries(results).flatMap(([bench, rows]) =>
    rows.map(({ name, value, unit, ratio, against }) => ({
      bench,
      figure: name,
      value: Number(value.toPrecision(4)),
      unit,
      ratio: ratio === undefined ? '' : `${ratio.toFixed(2)} × ${against ?? ''}`,
    })),
  ),
)
writeFileSync(new URL('./results.json', import.meta.url), `${JSON.stringify(results, null, 2)}\n`)

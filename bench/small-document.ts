/** How soon what people wait for most is there: an open workspace, and a two-page PDF that can be searched. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPglite } from '../src/core/database/index.ts'
import { textPdf } from '../test/fixtures/pdf.ts'
import { addAndSettle, openTestCore } from '../test/integration/workspace.ts'
import { median } from './median.ts'
import type { BenchRow } from './row.ts'

const ROUNDS = 5

export async function run(): Promise<BenchRow[]> {
  const [fresh, existing] = await openings()
  return [
    { name: 'opening a fresh workspace', value: fresh, unit: 'ms' },
    {
      name: 'opening an existing workspace',
      value: existing,
      unit: 'ms',
      ratio: existing / fresh,
      against: 'fresh',
    },
    { name: 'two-page PDF, added to ready, warm', value: await twoPages(), unit: 'ms' },
  ]
}

async function openings(): Promise<[fresh: number, existing: number]> {
  const directory = await mkdtemp(join(tmpdir(), 'docuchat-bench-'))
  const times: Record<'fresh' | 'existing', number[]> = { fresh: [], existing: [] }
  for (let round = 0; round < ROUNDS; round++) {
    for (const kind of ['fresh', 'existing'] as const) {
      const started = performance.now()
      const database = await openPglite({ directory, command: 'bench' })
      await database.asOwner((tx) => tx.execute('select 1'))
      times[kind].push(performance.now() - started)
      await database.close()
    }
    await rm(directory, { recursive: true })
  }
  return [median(times.fresh), median(times.existing)]
}

async function twoPages(): Promise<number> {
  const test = await openTestCore()
  try {
    const times: number[] = []
    for (let round = 0; round <= ROUNDS; round++) {
      const pdf = new Uint8Array(
        await textPdf([`Round ${round} of the sensors. ${'More words. '.repeat(150)}`, 'A second page.']),
      )
      const started = performance.now()
      await addAndSettle(test, `round-${round}.pdf`, pdf)
      // The first starts the workers.
      if (round > 0) times.push(performance.now() - started)
    }
    return median(times)
  } finally {
    await test.close()
  }
}

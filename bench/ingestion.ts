/** Pages a second and peak memory of `docuchat add`, from the PDF to the searchable document, beside plain text extraction. */
import { execFile, spawn } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { z } from 'zod'
import { documentSchema } from '../src/contract/index.ts'
import { peakBytes } from './memory.ts'
import { findCorpus } from './retrieval/corpus.ts'
import type { BenchRow } from './row.ts'

const bin = resolve(import.meta.dirname, '../bin/docuchat.js')
const settledSchema = z.object({ event: z.literal('settled'), document: documentSchema })

export async function run(): Promise<BenchRow[]> {
  const corpus = await findCorpus()
  if (!corpus) return []
  const names = (await readdir(corpus.folder)).filter((name) => name.endsWith('.pdf'))
  const added = await add(corpus.folder)
  const rate = added.pages / added.seconds
  const reference = await pdftotext(names.map((name) => join(corpus.folder, name)))
  return [
    {
      name: `ingestion of ${names.length} filings`,
      value: rate,
      unit: 'pages/s',
      ...(reference && { ratio: rate / (added.pages / reference), against: 'pdftotext, text alone' }),
    },
    ...(added.peakBytes === null
      ? []
      : [{ name: 'ingestion, peak memory', value: added.peakBytes / 1e6, unit: 'MB' }]),
  ]
}

export interface Addition {
  readonly pages: number
  readonly seconds: number
  /** Highest resident size of the process; null where there is no /proc. */
  readonly peakBytes: number | null
}

/** Runs the command line as a user would, on a fresh data folder. */
export async function add(folder: string): Promise<Addition> {
  const data = await mkdtemp(join(tmpdir(), 'docuchat-bench-'))
  try {
    const started = performance.now()
    const child = spawn(process.execPath, [bin, '--data', data, 'add', '--json', folder], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let pages = 0
    let peak: number | null = null
    const watch = setInterval(async () => {
      peak = (await peakBytes(child.pid ?? 0)) ?? peak
    }, 100)
    for await (const line of createInterface({ input: child.stdout })) {
      const { data: settled } = settledSchema.safeParse(JSON.parse(line))
      pages += settled?.document.pageCount ?? 0
    }
    clearInterval(watch)
    return { pages, seconds: (performance.now() - started) / 1_000, peakBytes: peak }
  } finally {
    await rm(data, { recursive: true, force: true })
  }
}

/** Seconds that poppler's pdftotext takes for the same files; null, said on stderr, when it is not installed. */
async function pdftotext(paths: readonly string[]): Promise<number | null> {
  const started = performance.now()
  try {
    for (const path of paths) await promisify(execFile)('pdftotext', [path, '-'], { maxBuffer: 1e9 })
    return (performance.now() - started) / 1_000
  } catch {
    console.error('pdftotext is not installed (poppler-utils): ingestion is NOT compared with it.')
    return null
  }
}

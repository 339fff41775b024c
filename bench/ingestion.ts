/** Pages a second and peak memory of `docuchat add`, from the PDF to the searchable document, beside plain text extraction. */
import { execFile, spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { z } from 'zod'
import { documentSchema } from '../src/contract/index.ts'
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

interface Addition {
  readonly pages: number
  readonly seconds: number
  /** Highest resident size of the process; null where there is no /proc. */
  readonly peakBytes: number | null
}

/** Runs the command line as a user would, on a fresh data folder. */
async function add(folder: string): Promise<Addition> {
  const data = await mkdtemp(join(tmpdir(), 'docuchat-bench-'))
  try {
    const started = performance.now()
    const child = spawn(process.execPath, [bin, '--data', data, 'add', '--json', folder], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let pages = 0
    let peakBytes: number | null = null
    const watch = setInterval(async () => {
      peakBytes = (await highWaterMark(child.pid)) ?? peakBytes
    }, 100)
    for await (const line of createInterface({ input: child.stdout })) {
      const { data: settled } = settledSchema.safeParse(JSON.parse(line))
      pages += settled?.document.pageCount ?? 0
    }
    clearInterval(watch)
    return { pages, seconds: (performance.now() - started) / 1_000, peakBytes }
  } finally {
    await rm(data, { recursive: true, force: true })
  }
}

/** VmHWM of /proc/PID/status: the kernel's own record of the peak, in bytes. */
async function highWaterMark(pid: number | undefined): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const kilobytes = /VmHWM:\s+(\d+) kB/.exec(status)?.[1]
  return kilobytes === undefined ? null : Number(kilobytes) * 1_024
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

/** Pages a second and peak memory of extraction and of either engine, beside plain pdf.js with token counting and pdftotext. */
import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createExtractor } from '../src/core/documents/extract/extractor.ts'
import { PdfiumReader } from '../src/core/documents/extract/pdfium-reader.ts'
import { openPdf } from '../src/core/documents/extract/pdfjs.ts'
import { PdfjsDocument } from '../src/core/documents/extract/pdfjs-document.ts'
import type { BenchRow } from './row.ts'

const execute = promisify(execFile)

/** Enough filings for a stable figure, few enough for a minute. */
const FILINGS = 6

interface Measurement {
  readonly pages: number
  readonly seconds: number
  /** Of all the process's threads; says more than `seconds` on a machine that is busy otherwise. */
  readonly processorSeconds: number
  /** Peak resident memory of the process. */
  readonly megabytes: number
}

/** Each way of reading the files runs in a process of its own, so that peak memory is its own too. */
const variants: Readonly<Record<string, (paths: readonly string[]) => Promise<number>>> = {
  'one worker': (paths) => extractAll(paths, 1),
  'two workers': (paths) => extractAll(paths, 2),
  'pdfium alone': (paths) =>
    readAll(paths, async (data) => (await PdfiumReader.open(data, null)) ?? PdfjsDocument.open(data, null)),
  'pdf.js alone': (paths) => readAll(paths, (data) => PdfjsDocument.open(data, null)),
  'pdf.js + js-tiktoken': plainPdfjs,
}

export async function run(): Promise<BenchRow[]> {
  const paths = await filings()
  if (paths.length === 0) return []
  const plain = await measure('pdf.js + js-tiktoken', paths)
  const poppler = await pdftotext(paths, plain.pages)
  const rows: BenchRow[] = [
    { name: 'pdf.js + js-tiktoken', value: speed(plain), unit: 'pages/s' },
    { name: 'pdf.js + js-tiktoken, peak memory', value: plain.megabytes, unit: 'MB' },
  ]
  if (poppler) rows.push({ name: 'pdftotext', value: speed(poppler), unit: 'pages/s' })
  for (const name of ['pdf.js alone', 'pdfium alone', 'one worker', 'two workers']) {
    const ours = await measure(name, paths)
    rows.push(beside(name, speed(ours), 'pages/s', speed(plain), 'pdf.js + js-tiktoken'))
    if (poppler) rows.push(beside(name, speed(ours), 'pages/s', speed(poppler), 'pdftotext'))
    rows.push(
      beside(`${name}, processor time`, effort(ours), 'ms/page', effort(plain), 'pdf.js + js-tiktoken'),
    )
    rows.push(beside(`${name}, peak memory`, ours.megabytes, 'MB', plain.megabytes, 'pdf.js + js-tiktoken'))
  }
  return rows
}

const effort = ({ pages, processorSeconds }: Measurement) => (1_000 * processorSeconds) / pages
const speed = ({ pages, seconds }: Measurement) => pages / seconds

function beside(name: string, value: number, unit: string, other: number, against: string): BenchRow {
  return { name, value, unit, ratio: value / other, against }
}

/** Filings spread evenly over the corpus; none, with a word on why, when the corpus is missing. */
async function filings(): Promise<string[]> {
  const corpus = process.env.DOCUCHAT_CORPUS ?? fileURLToPath(new URL('../../shared/corpus', import.meta.url))
  const folder = resolve(corpus, 'financebench', 'pdfs')
  const names = await readdir(folder).catch(() => [])
  const files = names.filter((name) => name.endsWith('.pdf')).sort()
  if (files.length === 0)
    console.error('extraction: no filings; set DOCUCHAT_CORPUS to a folder with financebench/pdfs')
  const step = Math.max(1, Math.floor(files.length / FILINGS))
  return files
    .filter((_, index) => index % step === 0)
    .slice(0, FILINGS)
    .map((name) => join(folder, name))
}

async function measure(variant: string, paths: readonly string[]): Promise<Measurement> {
  const { stdout } = await execute(process.execPath, [
    fileURLToPath(import.meta.url),
    '--measure',
    variant,
    ...paths,
  ])
  return JSON.parse(stdout)
}

/** The child's side of {@link measure}: from the first file opened to the last page read, without the process's own start. */
async function report(variant: string, paths: readonly string[]): Promise<void> {
  const started = performance.now()
  const before = process.cpuUsage()
  const pages = (await variants[variant]?.(paths)) ?? 0
  const seconds = (performance.now() - started) / 1_000
  const { user, system } = process.cpuUsage(before)
  const processorSeconds = (user + system) / 1e6
  // maxRSS counts kibibytes.
  const megabytes = (process.resourceUsage().maxRSS * 1_024) / 1e6
  console.log(JSON.stringify({ pages, seconds, processorSeconds, megabytes } satisfies Measurement))
}

async function extractAll(paths: readonly string[], workers: number): Promise<number> {
  const extractor = createExtractor({ workers })
  const signal = new AbortController().signal
  const counts = await Promise.all(
    paths.map(async (path) => {
      let pages = 0
      for await (const batch of extractor.extract({ path, name: path, fromPage: 1 }, signal))
        pages += batch.pages.length
      return pages
    }),
  )
  await extractor.close()
  return counts.reduce((sum, count) => sum + count, 0)
}

/** Lines of text by one engine on this thread. */
async function readAll(
  paths: readonly string[],
  open: (data: Uint8Array) => Promise<PdfiumReader | PdfjsDocument>,
): Promise<number> {
  let pages = 0
  for (const path of paths) {
    const document = await open(new Uint8Array(await readFile(path)))
    for (let number = 1; number <= document.pageCount; number += 1) await document.read(number)
    pages += document.pageCount
    await document.close()
  }
  return pages
}

/** What a program does that takes pdf.js's text as it comes and counts its tokens. */
async function plainPdfjs(paths: readonly string[]): Promise<number> {
  const { getEncoding } = await import('js-tiktoken')
  const encoding = getEncoding('cl100k_base')
  let pages = 0
  for (const path of paths) {
    const task = openPdf(new Uint8Array(await readFile(path)), null)
    const document = await task.promise
    for (let number = 1; number <= document.numPages; number += 1) {
      const page = await document.getPage(number)
      const content = await page.getTextContent()
      encoding.encode(content.items.map((item) => ('str' in item ? item.str : '')).join(' '), 'all')
      page.cleanup()
      pages += 1
    }
    await task.destroy()
  }
  return pages
}

async function pdftotext(paths: readonly string[], pages: number): Promise<Measurement | undefined> {
  const started = performance.now()
  try {
    for (const path of paths)
      await execute('pdftotext', ['-layout', path, '-'], { maxBuffer: 256 * 1024 * 1024 })
  } catch {
    console.error('extraction: pdftotext is not installed; comparing with pdf.js only')
    return undefined
  }
  return { pages, seconds: (performance.now() - started) / 1_000, processorSeconds: 0, megabytes: 0 }
}

if (import.meta.main) {
  const [flag, variant = '', ...paths] = process.argv.slice(2)
  if (flag === '--measure') await report(variant, paths)
  else console.table(await run())
}

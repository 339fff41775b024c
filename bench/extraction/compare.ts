/**
 * `node bench/extraction/compare.ts [--differences N]`: how far what pdfium reads is what pdf.js reads, over the corpus's filings
 * and its folder of odd files. Prints the first N lines that differ, too.
 */
import { readdir, readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { ExtractedPage } from '../../src/core/documents/extract/extracted-page.ts'
import { PdfiumReader } from '../../src/core/documents/extract/pdfium-reader.ts'
import { PdfjsDocument } from '../../src/core/documents/extract/pdfjs-document.ts'

const corpus = process.env.DOCUCHAT_CORPUS ?? resolve(import.meta.dirname, '../../../../shared/corpus')

const { values: options } = parseArgs({ options: { differences: { type: 'string', default: '0' } } })
let differencesLeft = Number(options.differences)

/** What is added up over pages that both engines read. */
interface Totals {
  pages: number
  /** Pages that pdfium left to pdf.js. */
  left: number
  identicalPages: number
  wordScores: number
  lines: number
  identicalLines: number
  sameRoles: number
  /** In points, of lines with the same text: the furthest of their four edges. */
  shifts: number[]
  sameSize: number
}

async function compareFolder(folder: string): Promise<Totals> {
  const totals: Totals = {
    pages: 0,
    left: 0,
    identicalPages: 0,
    wordScores: 0,
    lines: 0,
    identicalLines: 0,
    sameRoles: 0,
    shifts: [],
    sameSize: 0,
  }
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter((each) => each.endsWith('.pdf')).sort())
    await compareFile(join(folder, name), totals)
  return totals
}

/** Files that either engine cannot open say nothing about text; the robustness tests are about those. */
async function compareFile(path: string, totals: Totals): Promise<void> {
  const pdfium = await PdfiumReader.open(await readFile(path), null)
  const pdfjs = await PdfjsDocument.open(new Uint8Array(await readFile(path)), null).catch(() => undefined)
  for (let number = 1; number <= Math.min(pdfium?.pageCount ?? 0, pdfjs?.pageCount ?? 0, 500); number += 1) {
    const theirs = await pdfjs?.read(number)
    if (theirs === undefined) continue
    const ours = pdfium?.read(number)
    totals.pages += 1
    if (ours === undefined) totals.left += 1
    else comparePage(`${basename(path)} ${number}`, ours, theirs, totals)
  }
  pdfium?.close()
  await pdfjs?.close()
}

function comparePage(where: string, ours: ExtractedPage, theirs: ExtractedPage, totals: Totals): void {
  if (collapse(ours.text) === collapse(theirs.text)) totals.identicalPages += 1
  totals.wordScores += wordF1(words(ours.text), words(theirs.text))
  if (Math.abs(ours.width - theirs.width) < 0.5 && Math.abs(ours.height - theirs.height) < 0.5)
    totals.sameSize += 1
  const unmatched = linesByText(ours)
  const missing: string[] = []
  for (const line of theirs.lines) {
    const text = theirs.text.slice(line.start, line.end)
    totals.lines += 1
    const twins = unmatched.get(text) ?? []
    const twin = twins.sort((a, b) => shift(a, line) - shift(b, line)).shift()
    if (twin === undefined) {
      missing.push(text)
      continue
    }
    totals.identicalLines += 1
    if (twin.role === line.role && twin.level === line.level) totals.sameRoles += 1
    else
      report(
        where,
        [`${twin.role} ${twin.level ?? ''} ${text}`],
        [`${line.role} ${line.level ?? ''} ${text}`],
      )
    totals.shifts.push(shift(twin, line))
  }
  const extra = [...unmatched].flatMap(([text, twins]) => twins.map(() => text))
  report(where, extra, missing)
}

type Line = ExtractedPage['lines'][number]

function linesByText(page: ExtractedPage): Map<string, Line[]> {
  return Map.groupBy(page.lines, (line) => page.text.slice(line.start, line.end))
}

function shift(a: Line, b: Line): number {
  return Math.max(
    Math.abs(a.x - b.x),
    Math.abs(a.y - b.y),
    Math.abs(a.x + a.width - b.x - b.width),
    Math.abs(a.y + a.height - b.y - b.height),
  )
}

function report(where: string, ours: readonly string[], theirs: readonly string[]): void {
  if (differencesLeft <= 0 || (ours.length === 0 && theirs.length === 0)) return
  differencesLeft -= Math.max(ours.length, theirs.length)
  console.log(where)
  for (const text of theirs) console.log(`  pdf.js ${JSON.stringify(text)}`)
  for (const text of ours) console.log(`  pdfium ${JSON.stringify(text)}`)
}

const collapse = (text: string) => text.replace(/\s+/g, ' ').trim()
const words = (text: string) => collapse(text).split(' ').filter(Boolean)

/** Harmonic mean of precision and recall of the words as multisets; 1 for two empty pages. */
function wordF1(ours: readonly string[], theirs: readonly string[]): number {
  if (ours.length + theirs.length === 0) return 1
  const counts = new Map<string, number>()
  for (const word of theirs) counts.set(word, (counts.get(word) ?? 0) + 1)
  let shared = 0
  for (const word of ours) {
    const count = counts.get(word) ?? 0
    if (count > 0) shared += 1
    counts.set(word, count - 1)
  }
  return (2 * shared) / (ours.length + theirs.length)
}

function summary(totals: Totals): Record<string, number> {
  const both = totals.pages - totals.left
  const share = (part: number, whole: number) => Number((part / Math.max(1, whole)).toFixed(5))
  const shifts = totals.shifts.sort((a, b) => a - b)
  const quantile = (q: number) => Number((shifts[Math.floor(q * (shifts.length - 1))] ?? 0).toFixed(3))
  return {
    pages: totals.pages,
    'read by pdfium': share(both, totals.pages),
    'same page size': share(totals.sameSize, both),
    'identical pages': share(totals.identicalPages, both),
    'mean word F1': share(totals.wordScores, both),
    'identical lines': share(totals.identicalLines, totals.lines),
    'same role': share(totals.sameRoles, totals.identicalLines),
    'shift, median (pt)': quantile(0.5),
    'shift, p99 (pt)': quantile(0.99),
  }
}

console.table({
  filings: summary(await compareFolder(join(corpus, 'financebench', 'pdfs'))),
  'odd files': summary(await compareFolder(join(corpus, 'robustness'))),
})

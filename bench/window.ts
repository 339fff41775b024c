/** The window as its user feels it: local web mode in a real Chromium, on the filings and on more than anyone has. */
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright'
import { opened, row } from '../test/e2e/actions.ts'
import { findChromium } from '../test/e2e/chromium.ts'
import { launchWeb, startServer, type WebWindow } from '../test/e2e/launch-web.ts'
import { median } from './median.ts'
import { QUESTIONS } from './questions.ts'
import { findCorpus } from './retrieval/corpus.ts'
import type { BenchRow } from './row.ts'
import { seedWorkspace } from './window/seed.ts'
import { lateFrames, measure, observeLongTasks, takeLongTasks } from './window/watch.ts'

const COLD_STARTS = 5
/** Ingestion of the filings takes a minute or two; a busy machine may take its time. */
const INGESTION_MS = 300_000

export async function run(): Promise<BenchRow[]> {
  const corpus = await findCorpus()
  if (!corpus) return []
  const data = await mkdtemp(join(tmpdir(), 'docuchat-bench-'))
  const large = await mkdtemp(join(tmpdir(), 'docuchat-bench-'))
  try {
    return [
      ...(await inWindow(data, (window) => ingest(window.page, corpus.folder))),
      ...(await coldStart(data)),
      ...(await inWindow(data, ({ page }) => ask(page))),
      ...(await inWindow(data, ({ page }) => openCitations(page))),
      ...(await manyRows(large)),
    ]
  } finally {
    await rm(data, { recursive: true, force: true })
    await rm(large, { recursive: true, force: true })
  }
}

async function inWindow<T>(dataDirectory: string, work: (window: WebWindow) => Promise<T>): Promise<T> {
  const window = await launchWeb({ dataDirectory, initScript: observeLongTasks })
  try {
    await opened(window.page)
    const result = await work(window)
    for (const problem of window.problems) console.error(`bench: the window's console says: ${problem}`)
    return result
  } finally {
    await window.close()
  }
}

/** What the window's user does meanwhile: types, scrolls and opens what is ready. */
async function ingest(page: Page, folder: string): Promise<BenchRow[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.pdf'))
  await takeLongTasks(page)
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Add PDFs', exact: true }).first().click()
  await (await chooser).setFiles(names.map((name) => join(folder, name)))
  await page.getByRole('button', { name: 'New chat' }).first().click()
  const question = page.getByRole('textbox', { name: 'Question', exact: true })
  const deadline = performance.now() + INGESTION_MS
  const working = page.getByRole('status', { name: 'Status' }).getByText(/^Adding/)
  await working.waitFor()
  while (await working.isVisible()) {
    if (performance.now() > deadline) throw new Error('the filings were not ready in time')
    await question.fill('')
    await question.pressSequentially('What were net sales?', { delay: 20 })
    await page.locator('#library-tree').hover()
    await page.mouse.wheel(0, 200)
    await page.mouse.wheel(0, -200)
  }
  const blocking = await takeLongTasks(page)
  return [
    {
      name: `tasks over 50 ms while ${names.length} filings are added`,
      value: blocking.count,
      unit: 'tasks',
    },
    { name: `longest of them`, value: blocking.longest, unit: 'ms' },
  ]
}

/** From the start of the process to a library and a question field that can be used, beside an empty page of an empty server. */
async function coldStart(dataDirectory: string): Promise<BenchRow[]> {
  const browser = await chromium.launch({ executablePath: await findChromium() })
  const starts: number[] = []
  const references: number[] = []
  try {
    for (let n = 0; n < COLD_STARTS; n++) {
      references.push(await emptyPage(await browser.newPage()))
      const page = await browser.newPage()
      const started = performance.now()
      const server = await startServer(dataDirectory)
      await page.goto(server.address)
      await row(page, '').first().waitFor()
      await page.getByRole('textbox', { name: 'Question', exact: true }).click()
      starts.push(performance.now() - started)
      await page.close()
      await server.stop()
    }
  } finally {
    await browser.close()
  }
  const [start, reference] = [median(starts), median(references)]
  return [
    {
      name: 'cold start to a usable window, 20 filings, median',
      ...{ value: start, unit: 'ms', ratio: start / reference, against: 'an empty page of an empty server' },
    },
    { name: 'cold start, slowest', value: Math.max(...starts), unit: 'ms' },
  ]
}

async function emptyPage(page: Page): Promise<number> {
  const started = performance.now()
  const server = createServer((_, response) => response.end('<!doctype html><input id="field">'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  await page.locator('#field').click()
  const took = performance.now() - started
  await page.close()
  server.close()
  return took
}

async function ask(page: Page): Promise<BenchRow[]> {
  const times: number[] = []
  for (const question of QUESTIONS) {
    await page.getByRole('button', { name: 'New chat' }).first().click()
    await page.getByRole('textbox', { name: 'Question', exact: true }).fill(question)
    times.push(
      await measure(page, { from: 'keydown', selector: '[role=log] article [dir=auto]:not(:empty)' }, () =>
        page.keyboard.press('Enter'),
      ),
    )
    await page.getByRole('button', { name: 'Good answer' }).last().waitFor()
  }
  const searches: number[] = []
  await page.keyboard.press('Control+Shift+f')
  for (const question of QUESTIONS) {
    const field = page.locator('main input').first()
    await field.fill('')
    await page.locator('main mark').first().waitFor({ state: 'detached' })
    await field.fill(question)
    searches.push(
      await measure(page, { from: 'keydown', selector: 'main mark' }, () => page.keyboard.press('Enter')),
    )
  }
  return [
    {
      name: 'Enter to the first character, quoted, 20 filings, median',
      value: median(times),
      unit: 'ms',
      ratio: median(times) / median(searches),
      against: 'Enter to the first search result',
    },
    { name: 'Enter to the first character, slowest', value: Math.max(...times), unit: 'ms' },
  ]
}

/** Of a page whose picture is complete: pdf.js takes the icon away then. */
const MARKED = '.page:has(canvas):not(.loadingIcon) .docuchat-mark-current'

/** Each citation of an answer about the longest filing, opened in a window that has not shown it yet. */
async function openCitations(page: Page): Promise<BenchRow[]> {
  const longest = await longestDocument(page)
  await row(page, longest).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Ask about it' }).click()
  await page.getByRole('textbox', { name: 'Question', exact: true }).fill(QUESTIONS[0] ?? '')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Good answer' }).last().waitFor()
  const chips = page.getByRole('log').getByRole('button', { name: /^Citation/ })
  const times: number[] = []
  for (let n = 0; n < (await chips.count()); n++) {
    times.push(await measure(page, { from: 'click', selector: MARKED }, () => chips.nth(n).click()))
  }
  return [
    { name: `citation to marked page, ${longest}, first`, value: times[0] ?? Number.NaN, unit: 'ms' },
    {
      name: 'citation to marked page, further ones, slowest',
      value: Math.max(...times.slice(1)),
      unit: 'ms',
    },
  ]
}

async function longestDocument(page: Page): Promise<string> {
  const rows = await page.locator('#library-tree [role=treeitem]').allInnerTexts()
  const counted = rows.map((text) => ({
    text,
    pages: Number(/(\d+)\s*$/.exec(text.replaceAll(',', ''))?.[1] ?? 0),
  }))
  const [first] = counted.toSorted((a, b) => b.pages - a.pages)
  return first?.text.split('\n')[0]?.trim() ?? ''
}

async function manyRows(dataDirectory: string): Promise<BenchRow[]> {
  await inWindow(dataDirectory, async () => {})
  const [documentCount, messageCount] = [10_000, 1_000]
  await seedWorkspace(dataDirectory, { documentCount, messageCount })
  return inWindow(dataDirectory, async ({ page }) => {
    await row(page, 'Filing').first().waitFor()
    await takeLongTasks(page)
    const library = await lateFrames(page, '#library-tree', 600)
    const filter = page.getByRole('textbox', { name: 'Filter', exact: true })
    await filter.pressSequentially('Filing 0999', { delay: 50 })
    await row(page, 'Filing 09990').waitFor()
    const rows = await takeLongTasks(page)
    await page.getByText('A long chat').first().click()
    await page.locator('[role=log] article').first().waitFor()
    await page.waitForTimeout(500)
    const opening = await takeLongTasks(page)
    const chat = await lateFrames(page, '[role=log]', -300)
    const scrolling = await takeLongTasks(page)
    return [
      { name: 'late frames, scrolling 10,000 documents', value: library * 100, unit: '%' },
      { name: 'longest task there, filter typed', value: rows.longest, unit: 'ms' },
      { name: 'longest task, opening a chat of 1,000 messages', value: opening.longest, unit: 'ms' },
      { name: 'late frames, scrolling that chat', value: chat * 100, unit: '%' },
      { name: 'longest task there', value: scrolling.longest, unit: 'ms' },
    ]
  })
}

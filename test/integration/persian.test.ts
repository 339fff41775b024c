/** Persian PDFs as Chromium prints them: their text is read as it is written, and questions find its pages. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DOCUMENTS } from '../../bench/persian/documents.ts'
import { printDocuments } from '../../bench/persian/print.ts'
import { BUILTIN_EMBEDDING } from '../../src/contract/index.ts'
import { createExtractor } from '../../src/core/documents/extract/extractor.ts'
import { addAndSettle, openTestCore, type TestCore } from './workspace.ts'

const REPORT = 'azarnegar-annual-1402'
const CONTRACT = 'alborz-employment-contract'
/** A machine without Chromium installs it first. */
const PRINTING_MS = 300_000

let folder: string
let test: TestCore
/** Half-spaces are left out, since PDFs may lose them; whether words stay whole does not depend on them. */
let textOf: ReadonlyMap<string, readonly string[]>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'docuchat-persian-'))
  const documents = DOCUMENTS.filter(({ name }) => name === REPORT || name === CONTRACT)
  await printDocuments(documents, folder)
  textOf = new Map(await Promise.all(documents.map(async ({ name }) => [name, await pagesOf(name)] as const)))
  test = await openTestCore({ 'embedding.model': BUILTIN_EMBEDDING })
  for (const { name } of documents) {
    const bytes = new Uint8Array(await readFile(join(folder, `${name}.pdf`)))
    expect(await addAndSettle(test, `${name}.pdf`, bytes)).toMatchObject({ status: 'ready' })
  }
}, PRINTING_MS)

afterAll(async () => {
  await test?.close()
  if (folder) await rm(folder, { recursive: true, force: true })
})

async function pagesOf(name: string): Promise<string[]> {
  const extractor = createExtractor({ workers: 1 })
  const request = { path: join(folder, `${name}.pdf`), name, fromPage: 1 }
  const texts: string[] = []
  try {
    for await (const { pages } of extractor.extract(request, AbortSignal.timeout(50_000))) {
      texts.push(...pages.map(({ text }) => text.replaceAll('\u200c', '')))
    }
  } finally {
    await extractor.close()
  }
  return texts
}

const page = (name: string, number: number): string => textOf.get(name)?.[number - 1] ?? ''

describe('the text of a printed page', () => {
  it('has words with half-spaces whole, in the order they are read', () => {
    expect(page(REPORT, 2)).toMatch(/صورتهای مالی یادشده وضعیت مالی شرکت در تاریخ/u)
    expect(page(CONTRACT, 2)).toMatch(/شناوری ورود تا ساعت ۹:۳۰ پذیرفته میشود/u)
  })

  it('keeps justified lines in order', () => {
    const [first, second] = ['مرخصی استحقاقی سالانه', 'قابل انتقال به سال بعد'].map((phrase) =>
      page(CONTRACT, 4).replace(/\s+/gu, ' ').indexOf(phrase),
    )
    expect(first).toBeGreaterThan(-1)
    expect(second).toBeGreaterThan(first ?? 0)
  })

  it('keeps Persian digits and their separators', () => {
    expect(page(CONTRACT, 3)).toContain('۲۴۸٬۰۰۰٬۰۰۰')
    expect(page(REPORT, 6)).toContain('۱۴ آبان ۱۳۷۴')
  })

  it.each([
    ['سود خالص', '۱٬۲۳۲٬۰۲۰', '۷۴۱٬۷۶۵'],
    ['سود ناخالص', '۲٬۴۴۸٬۴۷۰', '۱٬۵۸۴٬۵۸۰'],
    ['درآمدهای عملیاتی', '۵', '۸٬۴۱۲٬۶۵۰', '۶٬۱۰۵٬۳۲۰'],
  ])('reads a table row by row, from the right: %s', (...cells) => {
    const rows = page(REPORT, 3)
      .split('\n')
      .map((line) => line.trim().split(/\s*\t\s*/u))
    expect(rows).toContainEqual(cells)
  })

  it('reads the rows of a table from top to bottom', () => {
    const text = page(REPORT, 4)
    const places = ['جمع داراییهای غیرجاری', 'موجودی نقد', 'جمع حقوق مالکانه', 'جمع بدهیهای جاری'].map(
      (row) => text.indexOf(row),
    )
    expect(places).not.toContain(-1)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  })
})

describe('a question in Persian', () => {
  it.each([
    ['سود خالص سال ۱۴۰۲ چقدر بود؟', REPORT, 3],
    ['جمع بدهی های جاری در ترازنامه', REPORT, 4],
    ['خريد دارايي هاي ثابت در صورت جريان نقدي', REPORT, 5],
    ['نرخ استهلاک وسیله نقلیه', REPORT, 6],
    ['هزینهٔ تبلیغات 1402', REPORT, 7],
    ['سهامداران عمده شرکت', REPORT, 9],
    ['دورکاری چند روز در هفته مجازه؟', CONTRACT, 2],
    ['عیدی و پاداش آخر سال', CONTRACT, 3],
    ['مرخصی زایمان مادر چند ماه است؟', CONTRACT, 4],
    ['کارمند برای استعفا چقدر زودتر باید خبر بدهد؟', CONTRACT, 6],
  ])('finds its page among the first five: %s', async (query, name, number) => {
    const found = (await test.core.search(test.actor, { query })).slice(0, 5)
    expect(found.map(({ document, page }) => `${document.name} ${page}`)).toContain(`${name}.pdf ${number}`)
  })
})

it('finds a Persian page for an English question', async () => {
  const found = (await test.core.search(test.actor, { query: 'maternity leave' })).slice(0, 5)
  expect(found.map(({ document, page }) => `${document.name} ${page}`)).toContain(`${CONTRACT}.pdf 4`)
})

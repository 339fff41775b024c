/** What extraction promises, on small PDFs and through real worker threads. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  annualReportPdf,
  croppedPdf,
  encryptedPdf,
  INCOME_STATEMENT,
  imageOnlyPdf,
  linesPdf,
  makePdf,
  pagesPdf,
  persianPdf,
  rotatedPdf,
  textPdf,
  twoColumnsPdf,
} from '../../../../test/fixtures/pdf.ts'
import { AppError, type ErrorCode } from '../../../contract/errors.ts'
import type { ExtractedPage } from './extracted-page.ts'
import { createExtractor, type Extractor } from './extractor.ts'

let extractor: Extractor
let folder: string
let files = 0

beforeAll(async () => {
  extractor = createExtractor({ workers: 1 })
  folder = await mkdtemp(join(tmpdir(), 'docuchat-extract-'))
})

afterAll(async () => {
  await extractor.close()
  await rm(folder, { recursive: true })
})

const never = new AbortController().signal

async function save(bytes: Uint8Array): Promise<string> {
  files += 1
  const path = join(folder, `${files}.pdf`)
  await writeFile(path, bytes)
  return path
}

async function pagesOf(bytes: Uint8Array, password?: string): Promise<ExtractedPage[]> {
  const request = { path: await save(bytes), name: 'report.pdf', fromPage: 1, ...(password && { password }) }
  const pages: ExtractedPage[] = []
  for await (const batch of extractor.extract(request, never)) pages.push(...batch.pages)
  return pages
}

async function firstPageOf(bytes: Uint8Array): Promise<ExtractedPage> {
  const [page] = await pagesOf(bytes)
  if (page === undefined) throw new Error('no page')
  return page
}

async function errorOf(bytes: Uint8Array, password?: string): Promise<ErrorCode | undefined> {
  const error: unknown = await pagesOf(bytes, password).catch((reason: unknown) => reason)
  return error instanceof AppError ? error.code : undefined
}

const textsOf = (page: ExtractedPage) => page.lines.map((line) => page.text.slice(line.start, line.end))

describe('text', () => {
  it('covers the page text with its lines, but for line breaks', async () => {
    for (const page of await pagesOf(await annualReportPdf())) {
      let end = 0
      for (const line of page.lines) {
        expect(page.text.slice(end, line.start)).toMatch(/^\n?$/)
        expect(line.end).toBeGreaterThan(line.start)
        end = line.end
      }
      expect(end).toBe(page.text.length)
    }
  })

  it('keeps the rows of a statement, with signs, brackets and percent marks on their numbers', async () => {
    const [, page] = await pagesOf(await annualReportPdf())
    const tables = page?.lines.filter((line) => line.role === 'table') ?? []
    expect(tables.map((line) => page?.text.slice(line.start, line.end))).toEqual(
      INCOME_STATEMENT.map(({ label, values }) => [label, ...values].join('\t')),
    )
  })

  it('takes titles for headings, the larger the further out', async () => {
    const pages = await pagesOf(await annualReportPdf())
    const headings = pages.flatMap((page) =>
      page.lines
        .filter((line) => line.role === 'heading')
        .map((line) => [line.level, page.text.slice(line.start, line.end)]),
    )
    expect(headings).toEqual([
      [1, 'Item 7. Management’s Discussion'],
      [3, 'CONSOLIDATED STATEMENTS OF INCOME'],
    ])
  })

  it('reads columns of prose one after the other', async () => {
    const column = (name: string) =>
      Array.from({ length: 8 }, (_, index) => `The ${name} column says in its line ${index} some words`)
    const page = await firstPageOf(await twoColumnsPdf(column('left'), column('right')))
    expect(textsOf(page)).toEqual([...column('left'), ...column('right')])
  })

  it('joins a word that a hyphen cuts, and keeps the hyphen of a compound', async () => {
    const page = await firstPageOf(
      await linesPdf(['The depre-', 'ciation of long-', 'term assets and re-', 'Invented things']),
    )
    expect(page.text).toBe('The depreciation of long-term assets and re-\nInvented things')
    expect(textsOf(page)).toEqual(['The depre', 'ciation of long-', 'term assets and re-', 'Invented things'])
  })

  it('gives Persian in the order in which it is read, its numbers too', async () => {
    const lines = ['سلام دنیا این یک متن است', 'درآمد سال ۱۴۰۲ برابر ۱۲۳ بود']
    expect(textsOf(await firstPageOf(await persianPdf(lines)))).toEqual(lines)
  })

  it('keeps a footnote mark apart from the number it hangs on', async () => {
    const page = await firstPageOf(
      await makePdf((pdf) => {
        pdf.fontSize(10).text('1,234', 100, 100, { lineBreak: false })
        pdf.fontSize(6).text('2', 100 + 26, 97, { lineBreak: false })
      }),
    )
    expect(page.text).toBe('1,234 2')
  })

  it('collapses the dots that lead from a title to its page', async () => {
    const page = await firstPageOf(
      await linesPdf(['Risk Factors . . . . . . . . . . . . 12', 'Signature ________']),
    )
    expect(textsOf(page)).toEqual(['Risk Factors 12', 'Signature'])
  })
})

describe('places', () => {
  it('measures from the top left of the page as shown, however the page is turned', async () => {
    // The text's box on the unturned sheet, in points: from (100, 100), 12 points high.
    const upright = (await firstPageOf(await rotatedPdf(0))).lines[0]
    const width = upright?.width ?? 0
    const expected = {
      0: { x: 100, y: 100, width, height: 12 },
      90: { x: 792 - 112, y: 100, width: 12, height: width },
      180: { x: 612 - 100 - width, y: 792 - 112, width, height: 12 },
      270: { x: 100, y: 612 - 100 - width, width: 12, height: width },
    }
    for (const degrees of [0, 90, 180, 270] as const) {
      const page = await firstPageOf(await rotatedPdf(degrees))
      expect([page.width, page.height]).toEqual(degrees % 180 === 0 ? [612, 792] : [792, 612])
      const [line] = page.lines
      for (const side of ['x', 'y', 'width', 'height'] as const) {
        expect(Math.abs((line?.[side] ?? 0) - expected[degrees][side]), `${degrees} ${side}`).toBeLessThan(3)
      }
    }
  })

  it('measures from the corner of the crop box', async () => {
    const page = await firstPageOf(await croppedPdf(50, 40))
    expect([page.width, page.height]).toEqual([562, 752])
    expect(page.lines[0]?.x).toBeCloseTo(50, 0)
    expect(Math.abs((page.lines[0]?.y ?? 0) - 60)).toBeLessThan(3)
  })
})

describe('documents that cannot be read', () => {
  const cases: [string, () => Promise<Uint8Array>, ErrorCode, string?][] = [
    ['not a PDF', async () => new TextEncoder().encode('<html>report</html>'), 'document_not_pdf'],
    ['an empty file', async () => new Uint8Array(), 'document_not_pdf'],
    [
      'a header and nothing else',
      async () => new TextEncoder().encode('%PDF-1.7\nbroken'),
      'document_damaged',
    ],
    ['a password', () => encryptedPdf('open sesame'), 'document_encrypted'],
    ['a wrong password', () => encryptedPdf('open sesame'), 'document_wrong_password', 'sesame'],
    ['no text', () => imageOnlyPdf(2), 'document_no_text'],
    ['too many pages', () => pagesPdf(501), 'document_too_many_pages'],
    ['too many bytes', async () => new Uint8Array(25 * 1024 * 1024 + 1), 'document_too_large'],
  ]
  it.each(cases)('refuses %s', async (_, make, code, password) => {
    expect(await errorOf(await make(), password)).toBe(code)
  })

  it('opens an encrypted document with its password', async () => {
    const [page] = await pagesOf(await encryptedPdf('open sesame', ['A secret.']), 'open sesame')
    expect(page?.text).toBe('A secret.')
  })

  it('keeps the pages that can be read when others cannot', async () => {
    const bytes = Buffer.from(await textPdf(['First.', 'Second.'], { compress: false }))
    // The second page loses its content stream's reference and with it its text.
    const broken = Buffer.from(
      bytes.toString('latin1').replace(/\/Contents (\d+) 0 R(?![\s\S]*\/Contents)/, '/Contents 9999 0 R'),
      'latin1',
    )
    expect((await pagesOf(new Uint8Array(broken))).map((page) => page.text).filter(Boolean)).toHaveLength(1)
  })

  it('gives up on a page that takes too long, and reads the next document', async () => {
    const impatient = createExtractor({ workers: 1, pageTimeoutMs: 1 })
    const path = await save(await pagesPdf(1))
    const read = async () => {
      for await (const _ of impatient.extract({ path, name: 'slow.pdf', fromPage: 1 }, never));
    }
    // A thread takes far longer than a millisecond to start.
    await expect(read()).rejects.toMatchObject({ code: 'document_timeout', details: { name: 'slow.pdf' } })
    await expect(read()).rejects.toMatchObject({ code: 'document_timeout' })
    await impatient.close()
    expect(await pagesOf(await pagesPdf(1))).toHaveLength(1)
  })
})

describe('a long document', () => {
  it('comes in batches, from the page asked for', async () => {
    const path = await save(await pagesPdf(20))
    const numbers: number[][] = []
    for await (const batch of extractor.extract({ path, name: 'long.pdf', fromPage: 4 }, never)) {
      expect(batch.pageCount).toBe(20)
      numbers.push(batch.pages.map((page) => page.number))
    }
    expect(numbers.length).toBeGreaterThan(1)
    expect(numbers.flat()).toEqual(Array.from({ length: 17 }, (_, index) => index + 4))
  })

  it('frees its worker when the reader leaves early', async () => {
    const path = await save(await pagesPdf(20))
    for await (const _ of extractor.extract({ path, name: 'long.pdf', fromPage: 1 }, never)) break
    expect(await pagesOf(await pagesPdf(1))).toHaveLength(1)
  })

  it('stops with the signal’s reason', async () => {
    const path = await save(await pagesPdf(40))
    const controller = new AbortController()
    const reason = new AppError('cancelled')
    const read = async () => {
      for await (const _ of extractor.extract({ path, name: 'long.pdf', fromPage: 1 }, controller.signal)) {
        controller.abort(reason)
      }
    }
    await expect(read()).rejects.toBe(reason)
    expect(await pagesOf(await pagesPdf(1))).toHaveLength(1)
  })

  it('lends one worker to many readers in turn', async () => {
    const path = await save(await pagesPdf(3))
    const read = async () => {
      let count = 0
      for await (const batch of extractor.extract({ path, name: 'shared.pdf', fromPage: 1 }, never))
        count += batch.pages.length
      return count
    }
    expect(await Promise.all([read(), read(), read(), read()])).toEqual([3, 3, 3, 3])
  })
})

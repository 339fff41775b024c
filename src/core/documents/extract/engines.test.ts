/** pdfium and pdf.js read the same text at the same places, or the page is left to pdf.js. */
import { deflateSync } from 'node:zlib'
import { expect, it } from 'vitest'
import {
  annualReportPdf,
  croppedPdf,
  encryptedPdf,
  linesPdf,
  makePdf,
  pagesPdf,
  persianPdf,
  rotatedPdf,
  twoColumnsPdf,
} from '../../../../test/fixtures/pdf.ts'
import { rawPdf } from '../../../../test/fixtures/raw-pdf.ts'
import type { ExtractedPage } from './extracted-page.ts'
import { PdfiumReader } from './pdfium-reader.ts'
import { PdfjsDocument } from './pdfjs-document.ts'

const PASSWORD = 'tall-oaks'

async function pagesOf(
  document: PdfiumReader | PdfjsDocument | undefined,
): Promise<(ExtractedPage | undefined)[]> {
  if (!document) throw new Error('not opened')
  const pages = []
  for (let number = 1; number <= document.pageCount; number += 1) pages.push(await document.read(number))
  await document.close()
  return pages
}

const withPdfium = async (bytes: Uint8Array, password: string | null = null) =>
  pagesOf(await PdfiumReader.open(bytes, password))
/** A copy, since pdf.js takes the bytes over. */
const withPdfjs = async (bytes: Uint8Array, password: string | null = null) =>
  pagesOf(await PdfjsDocument.open(new Uint8Array(bytes), password))

/** What a page says and where, apart. */
const apart = (page: ExtractedPage | undefined) => ({
  said: page && {
    ...page,
    lines: page.lines.map(({ start, end, role, level }) => ({ start, end, role, level })),
  },
  places: page?.lines.flatMap(({ x, y, width, height }) => [x, y, width, height]) ?? [],
})
/** Points: the engines take a line's height from different tables of the font. */
const TOLERANCE = 1.5

/** Letters drawn one by one, as some converters do. */
const letterByLetter = () =>
  makePdf((pdf) => {
    pdf.font('Helvetica').fontSize(12)
    for (const [row, words] of ['Off-balance effect', 'all offers differ', 'a fee of 11,566'].entries()) {
      let x = 72
      for (const letter of words) {
        pdf.text(letter, x, 72 + 20 * row, { lineBreak: false })
        x += pdf.widthOfString(letter)
      }
    }
  })

/** Text through a matrix of its own: twice as large, and shifted. */
const transformed = () =>
  makePdf((pdf) => {
    pdf.save().translate(100, 50).scale(2).font('Helvetica').fontSize(8).text('Twice as large', 20, 30)
    pdf
      .restore()
      .rotate(90, { origin: [300, 300] })
      .text('Along the side', 300, 300)
  })

const HELLO = 'BT /F1 12 Tf 72 700 Td (On the page) Tj ET'

/** The same drawing instructions, and what both engines make of them. */
const drawn = (content: string) => async () => rawPdf({ content })

it.each([
  ['a report with tables', annualReportPdf],
  ['two columns', () => twoColumnsPdf(['Left one', 'Left two'], ['Right one', 'Right two'])],
  ['a page turned by 90 degrees', () => rotatedPdf(90)],
  ['a page turned upside down', () => rotatedPdf(180)],
  ['a page turned by 270 degrees', () => rotatedPdf(270)],
  ['a cropped page', () => croppedPdf(50, 60)],
  ['letters drawn one by one', letterByLetter],
  ['text through a matrix', transformed],
  ['a hyphen at the end of a line', () => linesPdf(['The depre-', 'ciation of assets'])],
  ['a form', async () => rawPdf({ content: `${HELLO} /Form Do`, form: HELLO })],
  ['leaning letters', drawn('BT /F1 12 Tf 1 0 0.3 1 72 700 Tm (Leaning words stand here) Tj ET')],
  ['letters apart', drawn('BT /F1 12 Tf 72 700 Td [(a) -90 (b) -300 (c) -900 (d) -3000 (e) 500 (f)] TJ ET')],
  ['a raised mark', drawn('BT /F1 12 Tf 72 700 Td (1,234) Tj 7 0 0 7 102 705 Tm /F1 1 Tf (2) Tj ET')],
  ['words drawn twice to look bold', drawn(`${HELLO} BT /F1 12 Tf 72.3 700 Td (On the page) Tj ET`)],
  ['words drawn from right to left', drawn('BT /F1 12 Tf 140 700 Td (second) Tj -68 0 Td (first) Tj ET')],
  ['letters that overlap', drawn('BT /F1 12 Tf 73 700 Td ($) Tj -1 0 Td (8) Tj 6 0 Td (6) Tj ET')],
  ['words beside the page', drawn(`${HELLO} BT /F1 12 Tf 700 700 Td (Unseen) Tj ET`)],
])('both read %s alike', async (_, make) => {
  const bytes = await make()
  const pages = (await withPdfium(bytes)).map(apart)
  const others = (await withPdfjs(bytes)).map(apart)
  expect(pages.every(({ said }) => said && said.text !== '')).toBe(true)
  expect(pages.map(({ said }) => said)).toEqual(others.map(({ said }) => said))
  for (const [index, { places }] of pages.entries()) {
    const differences = places.map((value, at) => Math.abs(value - (others[index]?.places[at] ?? Infinity)))
    expect(Math.max(...differences)).toBeLessThan(TOLERANCE)
  }
})

it('opens what needs a password only with it', async () => {
  const bytes = await encryptedPdf(PASSWORD)
  expect(await PdfiumReader.open(bytes, null)).toBeUndefined()
  expect(await PdfiumReader.open(bytes, 'wrong')).toBeUndefined()
  expect((await withPdfium(bytes, PASSWORD))[0]?.text).toBe('A secret page.')
})

it('leaves right-to-left text, mirrored text and pages in other units to pdf.js', async () => {
  expect(await withPdfium(await persianPdf(['سود خالص شرکت']))).toEqual([undefined])
  const mirrored = rawPdf({ content: 'BT /F1 -12 Tf 300 700 Td (derorriM) Tj ET' })
  expect(await withPdfium(mirrored)).toEqual([undefined])
  const large = Buffer.from(rawPdf({ content: HELLO }))
    .toString('latin1')
    .replace('/Parent', '/UserUnit 2 /Parent')
  expect(await PdfiumReader.open(Buffer.from(large, 'latin1'), null)).toBeUndefined()
})

it('gives up a page that bursts its memory, and reads the next document', async () => {
  const spaces = deflateSync(Buffer.alloc(600 * 1024 * 1024, ' '), { level: 1 })
  expect(await withPdfium(rawPdf({ content: spaces, isDeflated: true }))).toEqual([undefined])
  expect((await withPdfium(await pagesPdf(1)))[0]?.text).toBe('This is page 1.')
}, 30_000)

it('refuses what is no PDF', async () => {
  expect(await PdfiumReader.open(Buffer.from('%PDF-1.7 and nothing else'), null)).toBeUndefined()
})

/** pdfium and pdf.js read the same text at the same places, or the page is left to pdf.js. */
import { expect, it } from 'vitest'
import {
  annualReportPdf,
  croppedPdf,
  encryptedPdf,
  imageOnlyPdf,
  makePdf,
  persianPdf,
  rotatedPdf,
  twoColumnsPdf,
} from '../../../../test/fixtures/pdf.ts'
import type { ExtractedPage } from './extracted-page.ts'
import type { OpenDocument } from './open-document.ts'
import { openPdfiumDocument } from './pdfium-document.ts'
import { openPdfjsDocument } from './pdfjs-document.ts'

const PASSWORD = 'tall-oaks'

async function pagesOf(document: OpenDocument | undefined): Promise<(ExtractedPage | undefined)[]> {
  if (!document) throw new Error('not opened')
  const pages = []
  for (let number = 1; number <= document.pageCount; number += 1) pages.push(await document.read(number))
  await document.close()
  return pages
}

const withPdfium = async (bytes: Uint8Array, password: string | null = null) =>
  pagesOf(await openPdfiumDocument(bytes, password))
/** A copy, since pdf.js takes the bytes over. */
const withPdfjs = async (bytes: Uint8Array, password: string | null = null) =>
  pagesOf(await openPdfjsDocument(new Uint8Array(bytes), password))

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

it.each([
  ['a report with tables', annualReportPdf],
  ['two columns', () => twoColumnsPdf(['Left one', 'Left two'], ['Right one', 'Right two'])],
  ['a page turned by 90 degrees', () => rotatedPdf(90)],
  ['a page turned by 270 degrees', () => rotatedPdf(270)],
  ['a cropped page', () => croppedPdf(50, 60)],
  ['letters drawn one by one', letterByLetter],
  ['text through a matrix', transformed],
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
  expect(await openPdfiumDocument(bytes, null)).toBeUndefined()
  expect(await openPdfiumDocument(bytes, 'wrong')).toBeUndefined()
  expect((await withPdfium(bytes, PASSWORD))[0]?.text).toBe('A secret page.')
})

it('leaves right-to-left text and pages without text to pdf.js', async () => {
  expect(await withPdfium(await persianPdf(['سود خالص شرکت']))).toEqual([undefined])
  expect(await withPdfium(await imageOnlyPdf())).toEqual([undefined])
})

it('refuses what is no PDF', async () => {
  expect(await openPdfiumDocument(Buffer.from('%PDF-1.7 and nothing else'), null)).toBeUndefined()
})

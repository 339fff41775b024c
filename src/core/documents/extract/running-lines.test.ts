/** Which lines of a document count as headers, footers and page numbers. */
import { describe, expect, it } from 'vitest'
import type { PageLine } from '../../database/index.ts'
import type { ExtractedPage } from './extracted-page.ts'
import { markRunningLines } from './running-lines.ts'

interface PlacedText {
  readonly text: string
  readonly y: number
}

/** A Letter page with each text on a line at its height. */
function pageOf(number: number, texts: readonly PlacedText[]): ExtractedPage {
  let text = ''
  const lines = texts.map(({ text: each, y }): PageLine => {
    const start = text.length
    text += `${each}\n`
    return { start, end: start + each.length, x: 72, y, width: 100, height: 10, role: 'body' }
  })
  return { number, width: 612, height: 792, text: text.trimEnd(), lines }
}

const runningTexts = (pages: readonly ExtractedPage[]) =>
  markRunningLines(pages).map((page) =>
    page.lines.filter((line) => line.role === 'running').map((line) => page.text.slice(line.start, line.end)),
  )

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1)
const content = (number: number) => ({ text: `What is said on page ${'x'.repeat(number)}`, y: 120 })

describe('markRunningLines', () => {
  it('marks headers that repeat and footers that count, whatever the page adds to its number', () => {
    const pages = numbers(6).map((number) =>
      pageOf(number, [
        { text: 'Northwind Sensors, Inc.', y: 30 },
        content(number),
        { text: `2025 Annual Report | ${number + 3}`, y: 750 },
      ]),
    )
    expect(runningTexts(pages)).toEqual(
      numbers(6).map((number) => ['Northwind Sensors, Inc.', `2025 Annual Report | ${number + 3}`]),
    )
  })

  it('finds page numbers that stand right below the content, at any height', () => {
    const pages = numbers(6).map((number) =>
      pageOf(number, [content(number), { text: String(number), y: 200 + 70 * number }]),
    )
    expect(runningTexts(pages)).toEqual(numbers(6).map((number) => [String(number)]))
  })

  it('marks headers of left and right pages that differ', () => {
    const header = (number: number) => (number % 2 === 0 ? 'Annual Report' : 'Northwind Sensors')
    const pages = numbers(10).map((number) =>
      pageOf(number, [{ text: header(number), y: 30 }, content(number)]),
    )
    expect(runningTexts(pages)).toEqual(numbers(10).map((number) => [header(number)]))
  })

  it('leaves the first line of content alone, short as it may be', () => {
    const pages = numbers(6).map((number) =>
      pageOf(number, [
        { text: `Item ${['One', 'Two', 'Three', 'Four', 'Five', 'Six'][number - 1]}`, y: 40 },
        content(number),
      ]),
    )
    expect(runningTexts(pages).flat()).toEqual([])
  })

  it('leaves rows of figures alone, much alike as they look', () => {
    const pages = numbers(6).map((number) =>
      pageOf(number, [content(number), { text: `Worldwide\t${number * 7}.3\t${number * 11}.9`, y: 740 }]),
    )
    expect(runningTexts(pages).flat()).toEqual([])
  })

  it('takes the level from a heading that turns out to run', () => {
    const pages = numbers(4).map((number) => {
      const page = pageOf(number, [{ text: 'PART II', y: 30 }, content(number)])
      return { ...page, lines: page.lines.map((line) => ({ ...line, role: 'heading' as const, level: 2 })) }
    })
    for (const page of markRunningLines(pages)) {
      expect(page.lines[0]).not.toHaveProperty('level')
      expect(page.lines[1]).toHaveProperty('level', 2)
    }
  })

  it('changes nothing about a single page', () => {
    const page = pageOf(1, [{ text: 'Title', y: 30 }, content(1), { text: '1', y: 750 }])
    expect(markRunningLines([page])).toEqual([page])
  })

  it('leaves a document its lines where it has no others', () => {
    const pages = numbers(5).map((number) =>
      pageOf(number, [
        { text: 'Certificate of compliance', y: 30 },
        { text: `Sheet ${number}`, y: 750 },
      ]),
    )
    expect(markRunningLines(pages)).toEqual(pages)
  })
})

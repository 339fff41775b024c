import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LineRole, PageLine } from '../database/index.ts'
import { countTokens } from '../tokens/index.ts'
import { CHUNK_TOKENS, chunkPages, OVERLAP_TOKENS } from './chunk.ts'
import type { ExtractedPage } from './extract/extracted-page.ts'

type Draft = readonly [text: string, role: LineRole, level?: number]

function page(number: number, drafts: readonly Draft[]): ExtractedPage {
  let text = ''
  const lines: PageLine[] = drafts.map(([line, role, level], index) => {
    const start = text.length
    text += line
    const end = text.length
    if (index < drafts.length - 1) text += '\n'
    return { start, end, x: 72, y: 72 + index * 14, width: 400, height: 12, role, ...(level && { level }) }
  })
  return { number, width: 612, height: 792, text, lines }
}

const role = fc.constantFrom<LineRole>('body', 'body', 'body', 'table', 'heading', 'running')
const lineText = fc
  .array(
    fc.constantFrom(
      'Revenue',
      '$1,234.5',
      '(52.9)',
      'گزارش',
      'می‌شود',
      'of',
      '😀',
      'antidisestablishmentarianism',
    ),
    {
      minLength: 1,
      maxLength: 60,
    },
  )
  .map((words) => words.join(' '))
const pages = fc
  .array(fc.array(fc.tuple(lineText, role), { maxLength: 40 }), { maxLength: 4 })
  .map((drafts) => drafts.map((lines, index) => page(index + 1, lines)))

describe('chunkPages', () => {
  it('keeps every chunk within the token limit, on one page, its text and lines true to the page', () => {
    fc.assert(
      fc.property(pages, (extracted) => {
        for (const chunk of chunkPages(extracted)) {
          const source = extracted[chunk.page - 1]
          expect(chunk.tokenCount).toBe(countTokens(chunk.text))
          expect(chunk.tokenCount).toBeLessThanOrEqual(CHUNK_TOKENS)
          expect(source?.text.slice(chunk.startChar, chunk.endChar)).toBe(chunk.text)
          for (const line of chunk.lines) {
            expect(line.role).not.toBe('running')
            expect(line.start).toBeGreaterThanOrEqual(0)
            expect(line.end).toBeLessThanOrEqual(chunk.text.length)
          }
        }
      }),
    )
  })

  it('leaves out no line of content, and repeats none but the overlap', () => {
    fc.assert(
      fc.property(pages, (extracted) => {
        const chunks = chunkPages(extracted)
        for (const { lines, number } of extracted) {
          for (const line of lines.filter((candidate) => candidate.role !== 'running')) {
            const holding = chunks.filter(
              (chunk) => chunk.page === number && chunk.startChar <= line.start && line.end <= chunk.endChar,
            )
            expect(holding.length).toBeGreaterThanOrEqual(1)
            expect(holding.length).toBeLessThanOrEqual(2)
          }
        }
        for (const [index, chunk] of chunks.entries()) {
          const next = chunks[index + 1]
          if (next?.page !== chunk.page) continue
          const repeated = chunk.text.slice(next.startChar - chunk.startChar)
          if (next.startChar < chunk.endChar)
            expect(countTokens(repeated)).toBeLessThanOrEqual(OVERLAP_TOKENS)
        }
      }),
    )
  })

  it('numbers the chunks in reading order', () => {
    fc.assert(
      fc.property(pages, (extracted) => {
        expect(chunkPages(extracted).map((chunk) => chunk.ordinal)).toEqual(
          chunkPages(extracted).map((_, index) => index),
        )
      }),
    )
  })

  it('keeps the headings above a chunk, and closes those that a new one replaces', () => {
    const paragraph = 'The company sells sensors. '.repeat(70)
    const chunks = chunkPages([
      page(1, [
        ['Item 7. Discussion', 'heading', 1],
        ['Liquidity', 'heading', 2],
        [paragraph, 'body'],
        ['Results', 'heading', 2],
        [paragraph, 'body'],
      ]),
      page(2, [
        [paragraph, 'body'],
        ['Item 8. Statements', 'heading', 1],
        ['Cash', 'table'],
      ]),
    ])
    expect(chunks.map((chunk) => chunk.headingPath)).toEqual([
      ['Item 7. Discussion', 'Liquidity'],
      ['Item 7. Discussion', 'Results'],
      ['Item 7. Discussion', 'Results'],
      ['Item 8. Statements'],
    ])
  })

  it('cuts a line that is longer than a chunk', () => {
    const chunks = chunkPages([page(1, [['word '.repeat(2_000), 'body']])])
    expect(chunks.length).toBeGreaterThan(4)
    expect(Math.max(...chunks.map((chunk) => chunk.tokenCount))).toBeLessThanOrEqual(CHUNK_TOKENS)
  })
})

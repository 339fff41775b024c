/** Chunks of a page joined: the page's text again, each line once and where it stands. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type ChunkOfPage, joinChunks } from './join-chunks.ts'

const page = ['Balance sheet', 'In millions\t2018', 'Cash\t5', 'Inventories\t7', 'Total\t12', 'See notes.']

/** Lines `from` to `to` (exclusive) of the page as one chunk. */
function chunk(from: number, to: number): ChunkOfPage {
  const startChar = page.slice(0, from).join('\n').length + (from > 0 ? 1 : 0)
  const text = page.slice(from, to).join('\n')
  let start = 0
  const lines = page.slice(from, to).map((line, index) => {
    const span = { start, end: start + line.length }
    start = span.end + 1
    return { ...span, x: 0, y: from + index, width: 1, height: 1, role: 'body' as const }
  })
  const endChar = startChar + text.length
  return {
    id: `${from}`,
    ordinal: from,
    tokenCount: 1,
    startChar,
    endChar,
    headingPath: [`${from}`],
    text,
    lines,
  }
}

it('gives the text between the first and the last chunk, whatever they overlap and in whichever order they come', () => {
  const spans = fc
    .array(fc.tuple(fc.nat(5), fc.integer({ min: 1, max: 3 }), fc.nat(1)), { minLength: 1, maxLength: 5 })
    .map((steps) => {
      // Each chunk starts at or before the end of the one before it, as ingestion cuts them.
      const made: [number, number][] = []
      let end = 0
      for (const [, length, overlap] of steps) {
        const from = Math.max(made.at(-1)?.[0] ?? 0, end - (made.length > 0 ? overlap : 0))
        const to = Math.min(page.length, end + length)
        if (to <= end) break
        made.push([from, to])
        end = to
      }
      return made
    })
  fc.assert(
    fc.property(spans, (made) => {
      const last = made.at(-1)?.[1] ?? 0
      const joined = joinChunks(made.map(([from, to]) => chunk(from, to)).reverse())
      expect(joined.text).toBe(page.slice(0, last).join('\n'))
      expect(joined.lines.map((line) => joined.text.slice(line.start, line.end))).toEqual(page.slice(0, last))
      expect(joined.headingPath).toEqual(['0'])
    }),
  )
})

it('puts a line break where a part of the page is missing', () => {
  expect(joinChunks([chunk(0, 1), chunk(4, 5)]).text).toBe('Balance sheet\nTotal\t12')
})

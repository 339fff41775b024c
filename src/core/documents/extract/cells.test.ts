/** Cells of right-to-left rows, whose runs stand from the left to the right of the page. */
import { expect, it } from 'vitest'
import { toCells } from './cells.ts'
import type { TextRun } from './text-run.ts'

/** A row of runs beside each other, as they stand from left to right; a space before a text is a gap of a quarter em. */
function cellsOf(...texts: string[]): string[] {
  let left = 0
  const runs = texts.map((drawn): TextRun => {
    const text = drawn.trim()
    left += drawn.startsWith(' ') ? 3 : 0
    const right = left + 6 * text.length
    const run = {
      left,
      right,
      baseline: 100,
      size: 12,
      top: 90,
      bottom: 103,
      angle: 0,
      font: 'f',
      bold: false,
    }
    left = right
    return { ...run, text, spaceBefore: false, spaceAfter: false }
  })
  return toCells({ runs, baseline: 100, size: 12, top: 90, bottom: 103 }).map(({ text }) => text)
}

it('keeps the parts of a date in their order', () => {
  expect(cellsOf('۱۴۰۲', '/', '۰۸', '/', '۰۱', ' تاریخ')).toEqual(['تاریخ ۱۴۰۲/۰۸/۰۱'])
})

it('reads two numbers one after the other', () => {
  expect(cellsOf('۱۴۰۱', ' ۱۴۰۲', ' سال')).toEqual(['سال ۱۴۰۲ ۱۴۰۱'])
})

it('turns brackets that are named as they are drawn', () => {
  expect(cellsOf(')میلیون ریال(')).toEqual(['(میلیون ریال)'])
  expect(cellsOf('(میلیون ریال)')).toEqual(['(میلیون ریال)'])
  expect(cellsOf(')1,577(')).toEqual([')1,577('])
})

/** Lines out of the boxes of a selection. */
import { expect, it } from 'vitest'
import type { Rect } from '../../../contract/index.ts'
import { linesOf } from './lines.ts'

const box = (x: number, y: number, width: number, height = 10, page = 1): Rect => ({
  page,
  x,
  y,
  width,
  height,
})

it('joins the boxes of a line, whatever their order', () => {
  expect(linesOf([box(40, 20.5, 30), box(10, 20, 28), box(10, 34, 50)])).toEqual([
    box(10, 20, 60, 10.5),
    box(10, 34, 50),
  ])
})

it('keeps columns and pages apart', () => {
  const boxes = [box(10, 20, 30), box(200, 20, 30), box(10, 20, 30, 10, 2)]
  expect(linesOf(boxes)).toEqual(boxes)
})

it('leaves out what has no extent, and what holds the lines', () => {
  expect(linesOf([box(10, 20, 30), box(10, 34, 30), box(0, 0, 600, 800), box(40, 20, 0)])).toEqual([
    box(10, 20, 30),
    box(10, 34, 30),
  ])
  expect(linesOf([])).toEqual([])
})

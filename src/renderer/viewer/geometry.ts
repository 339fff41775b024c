/** Where things lie on a shown page, in parts of its width and height, so that zooming moves nothing. */
import type { Rect } from '../../contract/index.ts'

export interface Size {
  readonly width: number
  readonly height: number
}

/** CSS lengths of a rectangle in PDF points within a page of `size` points. */
export const placeOf = (rect: Pick<Rect, 'x' | 'y' | 'width' | 'height'>, size: Size) => ({
  left: `${(rect.x / size.width) * 100}%`,
  top: `${(rect.y / size.height) * 100}%`,
  width: `${(rect.width / size.width) * 100}%`,
  height: `${(rect.height / size.height) * 100}%`,
})

/** The smallest rectangle around all; undefined for none. */
export function around(rects: readonly Rect[]): Pick<Rect, 'x' | 'y' | 'width' | 'height'> | undefined {
  if (rects.length === 0) return undefined
  const x = Math.min(...rects.map((rect) => rect.x))
  const y = Math.min(...rects.map((rect) => rect.y))
  return {
    x,
    y,
    width: Math.max(...rects.map((rect) => rect.x + rect.width)) - x,
    height: Math.max(...rects.map((rect) => rect.y + rect.height)) - y,
  }
}

/** How far to scroll so that `top` (CSS pixels from the start of the content) comes to one third of the height, as the design has it. */
export const scrollToThird = (top: number, viewHeight: number, contentHeight: number): number =>
  Math.max(0, Math.min(top - viewHeight / 3, contentHeight - viewHeight))

/** Whether the point, in PDF points, lies in one of the rectangles or within two points of it. */
export const isWithin = (x: number, y: number, rects: readonly Rect[]): boolean =>
  rects.some(
    (rect) =>
      x >= rect.x - 2 && x <= rect.x + rect.width + 2 && y >= rect.y - 2 && y <= rect.y + rect.height + 2,
  )

/** How far down the whole document a rectangle's page lies, from 0 to 1; pages count as equally high. */
export const shareDown = (page: number, y: number, height: number, pageCount: number): number =>
  Math.max(0, Math.min(1, (page - 1 + (height > 0 ? y / height : 0)) / Math.max(1, pageCount)))

/** Lines that follow each other without more than a line between them, as one run each, from the top. */
export function runsOf(rects: readonly Rect[]): Rect[][] {
  const runs: Rect[][] = []
  let bottom = Number.NEGATIVE_INFINITY
  for (const rect of [...rects].sort((a, b) => a.y - b.y)) {
    const run = runs.at(-1)
    if (run && rect.y - bottom <= rect.height) run.push(rect)
    else runs.push([rect])
    bottom = Math.max(bottom, rect.y + rect.height)
  }
  return runs
}

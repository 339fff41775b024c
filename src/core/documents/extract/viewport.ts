/** How a sheet of paper becomes the page as shown. */
import type { Matrix } from './text-run.ts'

/** A place on the sheet, in PDF space. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** Edges in PDF space: `top` is above `bottom`. */
export interface SheetBox {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** A page as shown: its size in points, and what maps PDF space to it (y grows downwards). */
export interface Viewport {
  readonly width: number
  readonly height: number
  readonly transform: Matrix
}

/** The page that shows `box` of a sheet, turned clockwise by so many quarters. */
export function viewportOf({ left, top, right, bottom }: SheetBox, quarterTurns: number): Viewport {
  const [width, height] = [right - left, top - bottom]
  switch (quarterTurns) {
    case 1:
      return { width: height, height: width, transform: [0, 1, 1, 0, -bottom, -left] }
    case 2:
      return { width, height, transform: [-1, 0, 0, 1, right, -bottom] }
    case 3:
      return { width: height, height: width, transform: [0, -1, -1, 0, top, right] }
    default:
      return { width, height, transform: [1, 0, 0, -1, -left, top] }
  }
}

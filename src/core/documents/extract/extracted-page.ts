/** A page as extraction hands it on: its text, and where each line of it stands. */
import type { PageLine } from '../../database/index.ts'

export interface ExtractedPage {
  /** 1-based. */
  readonly number: number
  /** PDF points at scale 1, of the page as shown (rotated and cropped). */
  readonly width: number
  readonly height: number
  /** The lines' texts in reading order, each after a line break, except where a word hyphenated over two lines was joined. */
  readonly text: string
  /** In reading order; their spans cover `text` but for the line breaks. */
  readonly lines: readonly PageLine[]
}

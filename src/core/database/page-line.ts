/** A line of text on a page, as extraction stores it and citations draw it. */

/**
 * - `body`: running text; `heading`: a title or section heading; `table`: a row, its cells separated by tabs;
 * - `running`: a header, footer or page number that repeats across pages, kept for display but never chunked.
 */
export type LineRole = 'body' | 'heading' | 'table' | 'running'

export interface PageLine {
  /** Character span in the text that the line belongs to (a page's, or a chunk's). */
  readonly start: number
  readonly end: number
  /** PDF points at scale 1, origin top left of the page as shown. */
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  readonly role: LineRole
  /** 1 (outermost) to 6 for headings, absent otherwise. */
  readonly level?: number
}

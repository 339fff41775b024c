/** Reads documents with pdfium, as far as pdfium can be trusted with them. */
import type { ExtractedPage } from './extracted-page.ts'
import { layOut } from './layout.ts'
import { PdfiumDocument } from './pdfium-document.ts'
import { type PdfiumExports, startPdfium } from './pdfium-engine.ts'
import { toRuns } from './pdfium-runs.ts'
import { viewportOf } from './viewport.ts'

/** This thread's engine; undefined before the first document, and after a trap. */
let engine: Promise<PdfiumExports> | undefined

/** How many points a unit of a page is (PDF 1.7, table 3.27), which pdfium does not say; 1 but for very large drawings. */
const USER_UNIT = Buffer.from('/UserUnit')
const LONGEST_NUMBER = 16

/** A document that pdfium has open until it is closed. */
export class PdfiumReader {
  #document: PdfiumDocument | undefined
  readonly pageCount: number
  /** From the PDF's metadata; empty when it has none. */
  readonly title: string

  private constructor(document: PdfiumDocument) {
    this.#document = document
    this.pageCount = document.pageCount
    this.title = document.title
  }

  /** The document, or undefined when another engine should have it. */
  static async open(data: Uint8Array, password: string | null): Promise<PdfiumReader | undefined> {
    if (hasUserUnit(data)) return undefined
    try {
      engine ??= startPdfium()
      const document = PdfiumDocument.open(await engine, data, password)
      return document && new PdfiumReader(document)
    } catch {
      engine = undefined
      return undefined
    }
  }

  /** The page of this 1-based number, or undefined when another engine should read it. */
  read(number: number): ExtractedPage | undefined {
    try {
      const page = this.#document?.openPage(number)
      if (page === undefined) return undefined
      const viewport = viewportOf(page.box, page.quarterTurns)
      const runs = toRuns(page, viewport)
      page.close()
      return runs && { number, width: viewport.width, height: viewport.height, ...layOut(runs) }
    } catch {
      this.#abandon()
      return undefined
    }
  }

  close(): void {
    try {
      this.#document?.close()
    } catch {
      this.#abandon()
    }
    this.#document = undefined
  }

  /** A trap leaves the engine's memory in a state nobody knows: it goes as a whole, and the next document gets a new one. */
  #abandon(): void {
    engine = undefined
    this.#document = undefined
  }
}

function hasUserUnit(data: Uint8Array): boolean {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.length)
  for (let at = bytes.indexOf(USER_UNIT); at >= 0; at = bytes.indexOf(USER_UNIT, at + 1)) {
    const start = at + USER_UNIT.length
    if (Number.parseFloat(bytes.toString('latin1', start, start + LONGEST_NUMBER)) !== 1) return true
  }
  return false
}

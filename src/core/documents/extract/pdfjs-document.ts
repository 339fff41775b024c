/** Reads a document with pdf.js. */
import type { PDFDocumentProxy, PDFPageProxy, TextItem } from 'pdfjs-dist/types/src/display/api.d.ts'
import type { ExtractedPage } from './extracted-page.ts'
import { FontWeights } from './font-weights.ts'
import { layOut } from './layout.ts'
import { misspeltLigatures, repairLigatures } from './ligatures.ts'
import { openPdf, SHOW_TEXT } from './pdfjs.ts'
import { toRuns } from './pdfjs-runs.ts'

/** A document that pdf.js has open until it is closed. */
export class PdfjsDocument {
  readonly #document: PDFDocumentProxy
  readonly #weights = new FontWeights()

  private constructor(document: PDFDocumentProxy) {
    this.#document = document
  }

  /** The document; pdf.js takes over `data`, and throws what it has against it. */
  static async open(data: Uint8Array, password: string | null): Promise<PdfjsDocument> {
    const task = openPdf(data, password)
    try {
      return new PdfjsDocument(await task.promise)
    } catch (error) {
      await task.destroy().catch(() => undefined)
      throw error
    }
  }

  get pageCount(): number {
    return this.#document.numPages
  }

  /** From the PDF's metadata; empty when it has none. */
  async title(): Promise<string> {
    try {
      const { info } = await this.#document.getMetadata()
      const title: unknown = 'Title' in info ? info.Title : undefined
      return typeof title === 'string' ? title : ''
    } catch {
      return ''
    }
  }

  /** The page of this 1-based number, or undefined when it is too broken to read. */
  async read(number: number): Promise<ExtractedPage | undefined> {
    let page: PDFPageProxy | undefined
    try {
      page = await this.#document.getPage(number)
      const viewport = page.getViewport({ scale: 1 })
      const content = await page.getTextContent({ disableNormalization: true })
      const drawn = content.items.filter((item): item is TextItem => 'str' in item)
      const items = drawn.some((item) => item.dir === 'rtl') ? await withLigatures(page, drawn) : drawn
      await this.#weights.learn(page, Object.keys(content.styles))
      const isBold = (font: string) => this.#weights.isBold(font)
      const runs = toRuns(items, content.styles, viewport.transform, isBold)
      return { number, width: viewport.width, height: viewport.height, ...layOut(runs) }
    } catch {
      return undefined
    } finally {
      page?.cleanup()
    }
  }

  async close(): Promise<void> {
    await this.#document.loadingTask.destroy()
  }
}

async function withLigatures(page: PDFPageProxy, items: readonly TextItem[]): Promise<TextItem[]> {
  const repairs = misspeltLigatures(await page.getOperatorList(), SHOW_TEXT)
  return items.map((item) => ({ ...item, str: repairLigatures(item.str, repairs) }))
}

/** A document read with pdf.js: slower than pdfium, and the one that reads every script. */
import type { PDFDocumentProxy, PDFPageProxy, TextItem } from 'pdfjs-dist/types/src/display/api.d.ts'
import { MAX_DOCUMENT_PAGES } from '../../../contract/documents.ts'
import type { ExtractedPage } from './extracted-page.ts'
import { FontWeights } from './font-weights.ts'
import { layOut } from './layout.ts'
import { misspeltLigatures, repairLigatures } from './ligatures.ts'
import { type OpenDocument, Refusal, titleFrom } from './open-document.ts'
import { openPdf, SHOW_TEXT } from './pdfjs.ts'
import { toRuns } from './text-run.ts'

/** Opens `data`, which it takes over. Throws a {@link Refusal}. */
export async function openPdfjsDocument(data: Uint8Array, password: string | null): Promise<OpenDocument> {
  const task = openPdf(data, password)
  try {
    const document = await task.promise
    if (document.numPages > MAX_DOCUMENT_PAGES) throw new Refusal('too_many_pages', document.numPages)
    if (document.numPages < 1) throw new Refusal('damaged')
    const title = await titleOf(document)
    const weights = new FontWeights()
    return {
      pageCount: document.numPages,
      title,
      read: (number) => readPage(document, number, weights),
      close: () => task.destroy(),
    }
  } catch (error) {
    await task.destroy().catch(() => undefined)
    throw toRefusal(error, password)
  }
}

function toRefusal(error: unknown, password: string | null): Refusal {
  if (error instanceof Refusal) return error
  if (error instanceof Error && error.name === 'PasswordException') {
    return new Refusal(password === null ? 'encrypted' : 'wrong_password')
  }
  return new Refusal('damaged', 0, { cause: error })
}

async function titleOf(document: PDFDocumentProxy): Promise<string | null> {
  try {
    const { info } = await document.getMetadata()
    const title: unknown = 'Title' in info ? info.Title : undefined
    return typeof title === 'string' ? titleFrom(title) : null
  } catch {
    return null
  }
}

async function readPage(
  document: PDFDocumentProxy,
  number: number,
  weights: FontWeights,
): Promise<ExtractedPage | undefined> {
  let page: PDFPageProxy | undefined
  try {
    page = await document.getPage(number)
    const viewport = page.getViewport({ scale: 1 })
    const content = await page.getTextContent({ disableNormalization: true })
    const drawn = content.items.filter((item): item is TextItem => 'str' in item)
    const items = drawn.some((item) => item.dir === 'rtl') ? await withLigatures(page, drawn) : drawn
    await weights.learn(page, Object.keys(content.styles))
    const runs = toRuns(items, content.styles, viewport.transform, (font) => weights.isBold(font))
    return { number, width: viewport.width, height: viewport.height, ...layOut(runs) }
  } catch {
    return undefined
  } finally {
    page?.cleanup()
  }
}

async function withLigatures(page: PDFPageProxy, items: readonly TextItem[]): Promise<TextItem[]> {
  const repairs = misspeltLigatures(await page.getOperatorList(), SHOW_TEXT)
  return items.map((item) => ({ ...item, str: repairLigatures(item.str, repairs) }))
}

/** A document read with pdfium, as far as that reads as well as pdf.js. */
import { layOut } from './layout.ts'
import { type OpenDocument, titleFrom } from './open-document.ts'
import { forgetPdfium, openWithPdfium } from './pdfium.ts'
import { readWithPdfium } from './pdfium-runs.ts'

/** Opens `data`; its pages are undefined where pdf.js reads better. Undefined itself when pdfium cannot open it. */
export async function openPdfiumDocument(
  data: Uint8Array,
  password: string | null,
): Promise<OpenDocument | undefined> {
  const document = await openWithPdfium(data, password).catch(() => undefined)
  if (!document || document.pageCount < 1) {
    document?.close()
    return undefined
  }
  let isBroken = false
  return {
    pageCount: document.pageCount,
    title: titleFrom(document.title),
    async read(number) {
      if (isBroken) return undefined
      try {
        const page = document.withPage(number - 1, readWithPdfium)
        if (!page || page.runs.length === 0) return undefined
        return { number, width: page.width, height: page.height, ...layOut(page.runs) }
      } catch {
        // A trap leaves the memory of the module as it was in the middle of something.
        isBroken = true
        forgetPdfium()
        return undefined
      }
    },
    async close() {
      if (!isBroken) document.close()
    },
  }
}

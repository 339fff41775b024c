/** Draws pages of a PDF, on this thread: for reports, not for a window that must stay responsive. */
import { readFile } from 'node:fs/promises'
import { PdfiumDocument } from './pdfium-document.ts'
import { startPdfium } from './pdfium-engine.ts'
import type { PagePicture } from './pdfium-picture.ts'

/**
 * Pictures of the pages `numbers` (1-based) of the PDF at `path`, `pixels` wide, by number. Those that cannot be drawn are left out: all
 * of a document that is protected or damaged, and what comes after a page that broke the engine.
 */
export async function drawPages(
  path: string,
  numbers: Iterable<number>,
  pixels: number,
): Promise<Map<number, PagePicture>> {
  const pictures = new Map<number, PagePicture>()
  const pdfium = await startPdfium()
  try {
    const document = PdfiumDocument.open(pdfium, await readFile(path), null)
    for (const number of numbers) {
      const picture = document?.draw(number, pixels)
      if (picture) pictures.set(number, picture)
    }
    document?.close()
  } catch (error) {
    if (!(error instanceof Error && error.name === 'RuntimeError')) throw error
  }
  return pictures
}

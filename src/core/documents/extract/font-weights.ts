/** Learns which of a document's fonts are bold. */
import type { PDFPageProxy } from 'pdfjs-dist/types/src/display/api.d.ts'

/** A document with ever new fonts on every page would be parsed twice; after this many pages its weights stay unknown. */
const MAX_PAGES = 24

/**
 * Text extraction does not say what a font is, so pages that bring new fonts have their drawing instructions read too, which
 * makes pdf.js send the fonts. Fonts keep their name throughout a document, so that few pages need it.
 */
export class FontWeights {
  readonly #bold = new Map<string, boolean>()
  #pages = 0

  isBold(font: string): boolean {
    return this.#bold.get(font) ?? false
  }

  async learn(page: PDFPageProxy, fonts: readonly string[]): Promise<void> {
    if (this.#pages >= MAX_PAGES || fonts.every((font) => this.#bold.has(font))) return
    this.#pages += 1
    try {
      await page.getOperatorList()
      for (const font of fonts) {
        const data: { bold?: boolean; black?: boolean; name?: string } = page.commonObjs.has(font)
          ? page.commonObjs.get(font)
          : {}
        this.#bold.set(font, Boolean(data.bold || data.black) || isBoldName(data.name ?? ''))
      }
    } catch {
      for (const font of fonts) this.#bold.set(font, false)
    }
  }
}

/** True when a font of this PostScript name is bold. */
export function isBoldName(name: string): boolean {
  return /bold|black|heavy|semibold/i.test(name)
}

/** Opens PDFs with pdf.js on this thread: no worker of its own, no network, no rendering, no code from the document. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { PDFDocumentLoadingTask } from 'pdfjs-dist/types/src/display/api.d.ts'

const { resolve } = createRequire(import.meta.url)
const packageFolder = dirname(resolve('pdfjs-dist/package.json'))

// pdf.js loads a native canvas for DOMMatrix and Path2D, which only drawing needs; stubs keep it from warning.
Object.assign(globalThis, { DOMMatrix: class {}, Path2D: class {} })
// With the parser in place pdf.js runs it here rather than start another thread.
Object.assign(globalThis, { pdfjsWorker: await import('pdfjs-dist/legacy/build/pdf.worker.mjs') })
const { getDocument, OPS } = await import('pdfjs-dist/legacy/build/pdf.mjs')

/** The number of the drawing instruction that shows text. */
export const SHOW_TEXT = OPS.showText

/** Reads pdf.js's own character maps and fonts from its package, under Node and Electron alike. */
class PackageFiles {
  async fetch({ kind, filename }: { kind: string; filename: string }): Promise<Uint8Array> {
    const folder = {
      cMapUrl: 'cmaps',
      standardFontDataUrl: 'standard_fonts',
      wasmUrl: 'wasm',
      iccUrl: 'iccs',
    }[kind]
    if (folder === undefined || /[/\\]/.test(filename))
      throw new Error(`no such resource: ${kind} ${filename}`)
    return new Uint8Array(await readFile(join(packageFolder, folder, filename)))
  }
}

/** Starts to open `data`, which pdf.js takes over. */
export function openPdf(data: Uint8Array, password: string | null): PDFDocumentLoadingTask {
  return getDocument({
    data,
    ...(password !== null && { password }),
    BinaryDataFactory: PackageFiles,
    cMapUrl: join(packageFolder, 'cmaps/'),
    standardFontDataUrl: join(packageFolder, 'standard_fonts/'),
    wasmUrl: join(packageFolder, 'wasm/'),
    cMapPacked: true,
    useWorkerFetch: false,
    disableFontFace: true,
    // The fonts' names, which say what is bold.
    fontExtraProperties: true,
    useSystemFonts: false,
    isImageDecoderSupported: false,
    isOffscreenCanvasSupported: false,
    enableXfa: false,
    maxImageSize: 1,
    stopAtErrors: false,
    verbosity: 0,
  })
}

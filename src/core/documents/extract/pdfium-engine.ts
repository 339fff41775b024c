/** Starts pdfium, Chromium's PDF engine compiled to WebAssembly, on this thread. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { setFlagsFromString } from 'node:v8'
import { init, type PdfiumModule } from '@embedpdf/pdfium'
import { type Exports, type Imports, Instance, type Memory, Module } from './webassembly.ts'

/**
 * The functions of pdfium's C interface (public/fpdfview.h and its neighbours) that are called here, as WebAssembly exports
 * them: pointers and handles are numbers, 0 is null. The package's own wrappers look a function up by name at every call,
 * which takes five times as long, and a page takes ten thousand calls.
 */
export interface PdfiumExports {
  readonly memory: Memory
  malloc(bytes: number): number
  free(pointer: number): void
  PDFiumExt_Init(): void
  FPDF_LoadMemDocument(bytes: number, length: number, password: number): number
  FPDF_CloseDocument(document: number): void
  FPDF_DocumentHasValidCrossReferenceTable(document: number): number
  FPDF_GetPageCount(document: number): number
  FPDF_GetMetaText(document: number, tag: number, buffer: number, bytes: number): number
  FPDF_LoadPage(document: number, index: number): number
  FPDF_ClosePage(page: number): void
  FPDF_GetPageBoundingBox(page: number, rectangle: number): number
  FPDFPage_GetRotation(page: number): number
  FPDFPage_CountObjects(page: number): number
  FPDFPage_GetObject(page: number, index: number): number
  FPDFPageObj_GetType(object: number): number
  FPDFPageObj_GetMatrix(object: number, matrix: number): number
  FPDFPageObj_GetBounds(object: number, left: number, bottom: number, right: number, top: number): number
  FPDFFormObj_CountObjects(form: number): number
  FPDFFormObj_GetObject(form: number, index: number): number
  FPDF_GetPageWidthF(page: number): number
  FPDF_GetPageHeightF(page: number): number
  FPDF_RenderPageBitmap(
    bitmap: number,
    page: number,
    left: number,
    top: number,
    width: number,
    height: number,
    quarterTurns: number,
    flags: number,
  ): void
  FPDFBitmap_Create(width: number, height: number, alpha: number): number
  FPDFBitmap_Destroy(bitmap: number): void
  FPDFBitmap_FillRect(
    bitmap: number,
    left: number,
    top: number,
    width: number,
    height: number,
    colour: number,
  ): number
  FPDFBitmap_GetBuffer(bitmap: number): number
  FPDFBitmap_GetStride(bitmap: number): number
  EPDF_PNG_EncodeRGBA(
    pixels: number,
    width: number,
    height: number,
    stride: number,
    level: number,
    png: number,
  ): number
  FPDFText_LoadPage(page: number): number
  FPDFText_ClosePage(text: number): void
  FPDFText_CountChars(text: number): number
  FPDFText_GetText(text: number, start: number, count: number, buffer: number): number
  FPDFText_HasUnicodeMapError(text: number, index: number): number
  FPDFText_GetTextObject(text: number, index: number): number
  FPDFText_GetCharOrigin(text: number, index: number, x: number, y: number): number
  FPDFText_GetLooseCharBox(text: number, index: number, rectangle: number): number
  FPDFText_GetMatrix(text: number, index: number, matrix: number): number
  FPDFText_GetFontSize(text: number, index: number): number
  FPDFTextObj_GetFont(object: number): number
  FPDFFont_GetBaseFontName(font: number, buffer: number, bytes: number): number
  FPDFFont_GetAscent(font: number, size: number, ascent: number): number
  FPDFFont_GetGlyphWidth(font: number, letter: number, size: number, width: number): number
  FPDFFont_GetItalicAngle(font: number, angle: number): number
  FPDFFont_GetDescent(font: number, size: number, descent: number): number
}

/** What pdfium may take of memory; a bomb ends in a trap, which its caller survives. 25 MB of PDF stay far below. */
const MAX_MEMORY_BYTES = 512 * 1024 * 1024

/** An instance of its own for this thread. After a trap (a `WebAssembly.RuntimeError`) it must not be used again. */
export async function startPdfium(): Promise<PdfiumExports> {
  const path = createRequire(import.meta.url).resolve('@embedpdf/pdfium/pdfium.wasm')
  const module = compile(await readFile(path))
  let exports: Exports | undefined
  const overrides = {
    instantiateWasm(imports: Imports, receive: (instance: Instance, module: Module) => void): Exports {
      const instance = new Instance(module, withMemoryLimit(imports))
      exports = instance.exports
      receive(instance, module)
      return exports
    },
    // What a document makes pdfium print is no concern of whoever reads our output.
    print: () => undefined,
    printErr: () => undefined,
  }
  await init(overrides as Partial<PdfiumModule>)
  const pdfium = exports as unknown as PdfiumExports
  pdfium.PDFiumExt_Init()
  return pdfium
}

/**
 * The shells keep V8 from optimizing WebAssembly because of PGlite (see bin/docuchat.js); pdfium takes twice as long that way.
 * Whether a function may be optimized later is settled when it is first compiled, so all of pdfium is compiled here at once,
 * while the flags allow it (0.2 s); the other workers of the process get the same code from V8's cache.
 */
function compile(bytes: Uint8Array): Module {
  for (const flag of ['wasm-tier-up', 'wasm-dynamic-tiering', 'no-wasm-lazy-compilation'])
    setFlagsFromString(`--${flag}`)
  try {
    return new Module(bytes)
  } finally {
    for (const flag of ['no-wasm-tier-up', 'no-wasm-dynamic-tiering', 'wasm-lazy-compilation'])
      setFlagsFromString(`--${flag}`)
  }
}

function withMemoryLimit(imports: Imports): Imports {
  const { env = {} } = imports
  const grow = env.emscripten_resize_heap
  if (typeof grow !== 'function') return imports
  const growWithinLimit = (bytes: number): unknown => bytes >>> 0 <= MAX_MEMORY_BYTES && grow(bytes)
  return { ...imports, env: { ...env, emscripten_resize_heap: growWithinLimit } }
}

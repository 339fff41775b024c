/** Reads PDFs with pdfium built to WebAssembly, on this thread: faster than pdf.js, for the text that it reads as well. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { init } from '@embedpdf/pdfium'

type Handle = number
type Pointer = number
/** 0 for false. */
type Flag = number

/**
 * The functions of pdfium that are used, as fpdfview.h, fpdf_text.h and fpdf_edit.h declare them; called as the module exports them,
 * since the package's wrappers take longer than most of them do.
 */
interface PdfiumFunctions {
  _FPDF_CloseDocument(document: Handle): void
  _FPDF_ClosePage(page: Handle): void
  _FPDF_GetMetaText(document: Handle, tag: Pointer, buffer: Pointer, bytes: number): number
  _FPDF_GetPageBoundingBox(page: Handle, rectangle: Pointer): Flag
  _FPDF_GetPageCount(document: Handle): number
  _FPDF_GetPageHeightF(page: Handle): number
  _FPDF_GetPageWidthF(page: Handle): number
  _FPDF_LoadMemDocument(data: Pointer, bytes: number, password: Pointer): Handle
  _FPDF_LoadPage(document: Handle, index: number): Handle
  _FPDFFont_GetAscent(font: Handle, size: number, value: Pointer): Flag
  _FPDFFont_GetBaseFontName(font: Handle, buffer: Pointer, bytes: number): number
  _FPDFFont_GetDescent(font: Handle, size: number, value: Pointer): Flag
  _FPDFPage_CountObjects(page: Handle): number
  _FPDFPage_GetObject(page: Handle, index: number): Handle
  _FPDFPage_GetRotation(page: Handle): number
  _FPDFPageObj_GetBounds(object: Handle, left: Pointer, bottom: Pointer, right: Pointer, top: Pointer): Flag
  _FPDFPageObj_GetType(object: Handle): number
  _FPDFText_ClosePage(text: Handle): void
  _FPDFText_CountChars(text: Handle): number
  _FPDFText_GetCharOrigin(text: Handle, index: number, x: Pointer, y: Pointer): Flag
  _FPDFText_GetFontSize(text: Handle, index: number): number
  _FPDFText_GetLooseCharBox(text: Handle, index: number, rectangle: Pointer): Flag
  _FPDFText_GetMatrix(text: Handle, index: number, matrix: Pointer): Flag
  _FPDFText_GetTextObject(text: Handle, index: number): Handle
  _FPDFText_GetUnicode(text: Handle, index: number): number
  _FPDFText_HasUnicodeMapError(text: Handle, index: number): number
  _FPDFText_IsGenerated(text: Handle, index: number): number
  _FPDFText_LoadPage(page: Handle): Handle
  _FPDFTextObj_GetFont(object: Handle): Handle
}

/** A module of pdfium, and memory of it in which its functions leave their results. */
export interface Pdfium {
  readonly functions: PdfiumFunctions
  malloc(bytes: number): Pointer
  free(pointer: Pointer): void
  readonly scratch: Pointer
  /** The scratch memory as it now is: it moves when the module's memory grows. */
  bytes(): Buffer
  floats(): Float32Array
  doubles(): Float64Array
}

export interface PdfiumDocument {
  readonly pageCount: number
  /** From its metadata; empty when it has none. */
  readonly title: string
  /** Runs `work` with the page (0-based) open; undefined when pdfium cannot open it. */
  withPage<T>(index: number, work: (page: OpenPage) => T): T | undefined
  close(): void
}

export interface OpenPage {
  readonly pdfium: Pdfium
  /** Handles of pdfium, valid while the page is open. */
  readonly page: Handle
  readonly text: Handle
}

const WASM = new URL('./pdfium.wasm', import.meta.resolve('@embedpdf/pdfium'))
/** For a title, a font's name, a rectangle or a matrix. */
const SCRATCH_BYTES = 4_096

let loading: Promise<Pdfium> | undefined

function loadPdfium(): Promise<Pdfium> {
  loading ??= load()
  return loading
}

/** For when it crashed: WebAssembly that trapped is in the middle of something; the next document loads it anew. */
export function forgetPdfium(): void {
  loading = undefined
}

async function load(): Promise<Pdfium> {
  // The command line turns the optimizing compiler off for PGlite's sake (bin/docuchat.js); a module keeps what it began with.
  setFlagsFromString('--wasm-tier-up')
  setFlagsFromString('--wasm-dynamic-tiering')
  const file = await readFile(fileURLToPath(WASM))
  const api = await init({ wasmBinary: new Uint8Array(file).buffer })
  api.PDFiumExt_Init()
  const { malloc, free, memory } = api.pdfium.wasmExports as unknown as {
    malloc(bytes: number): Pointer
    free(pointer: Pointer): void
    readonly memory: { readonly buffer: ArrayBuffer }
  }
  const scratch = malloc(SCRATCH_BYTES)
  const views = () => ({
    bytes: Buffer.from(memory.buffer, scratch, SCRATCH_BYTES),
    floats: new Float32Array(memory.buffer, scratch, SCRATCH_BYTES / 4),
    doubles: new Float64Array(memory.buffer, scratch, SCRATCH_BYTES / 8),
  })
  let current = views()
  const fresh = () => {
    // A view of memory that has moved has no length any more.
    if (current.floats.length === 0) current = views()
    return current
  }
  return {
    functions: api.pdfium as unknown as PdfiumFunctions,
    ...{ malloc, free, scratch },
    bytes: () => fresh().bytes,
    floats: () => fresh().floats,
    doubles: () => fresh().doubles,
  }
}

/** Opens `data`, which is copied; undefined when pdfium refuses it, for whatever reason. */
export async function openWithPdfium(
  data: Uint8Array,
  password: string | null,
): Promise<PdfiumDocument | undefined> {
  const pdfium = await loadPdfium()
  const { free, functions, malloc } = pdfium
  const file = malloc(data.length)
  new Uint8Array(pdfium.bytes().buffer, file, data.length).set(data)
  writeText(pdfium, password ?? '')
  const document = functions._FPDF_LoadMemDocument(file, data.length, pdfium.scratch)
  if (document === 0) {
    free(file)
    return undefined
  }
  return {
    pageCount: functions._FPDF_GetPageCount(document),
    title: titleOf(pdfium, document),
    withPage(index, work) {
      const page = functions._FPDF_LoadPage(document, index)
      if (page === 0) return undefined
      const text = functions._FPDFText_LoadPage(page)
      const result = text === 0 ? undefined : work({ pdfium, page, text })
      // Not after a trap, which ends the module.
      if (text !== 0) functions._FPDFText_ClosePage(text)
      functions._FPDF_ClosePage(page)
      return result
    },
    close() {
      functions._FPDF_CloseDocument(document)
      free(file)
    },
  }
}

/** Puts `text` into the scratch memory, as C has it. */
function writeText(pdfium: Pdfium, text: string): void {
  const bytes = Buffer.from(`${text.slice(0, SCRATCH_BYTES / 4 - 1)}\0`)
  pdfium.bytes().set(bytes)
}

const TAG_BYTES = 8

function titleOf(pdfium: Pdfium, document: Handle): string {
  const { functions, scratch } = pdfium
  writeText(pdfium, 'Title')
  const room = SCRATCH_BYTES - TAG_BYTES
  const bytes = functions._FPDF_GetMetaText(document, scratch, scratch + TAG_BYTES, room)
  // UTF-16 with a NUL at its end; of one that is too long nothing is written.
  if (bytes <= 2 || bytes > room) return ''
  return pdfium.bytes().toString('utf16le', TAG_BYTES, TAG_BYTES + bytes - 2)
}

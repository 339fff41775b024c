/** A page's characters as pdfium reads them. */
import type { PdfiumExports } from './pdfium-engine.ts'
import { leftOut, type Twin, textObjectsOf } from './pdfium-objects.ts'
import type { Matrix } from './text-run.ts'
import type { Point, SheetBox } from './viewport.ts'

/** A font as far as the layout of text needs it. */
export interface PdfiumFont {
  /** pdfium's number for it, for as long as the page is open. */
  readonly handle: number
  /** Its PostScript name, which may carry the prefix of a subset. */
  readonly name: string
  /** True when letters lean, so that their ink reaches over their neighbours. */
  readonly italic: boolean
  /** In ems. */
  readonly ascent: number
  readonly descent: number
  /** By UTF-16 unit, in ems, as far as they were asked for. */
  readonly widths: Map<number, number>
}

const POINTER_BYTES = 4
/** Room for a matrix of six floats, the largest of what single calls write. */
const SCRATCH_BYTES = 64
const NAME_BYTES = 256

/** A page with its characters, which are asked for by index; what they are asked for is in PDF space. */
export class PdfiumPage {
  readonly #pdfium: PdfiumExports
  readonly #page: number
  readonly #text: number
  /** Where pdfium writes what it is asked for, and how it looks from here. */
  readonly #scratch: number
  #floats = new Float32Array()
  #doubles = new Float64Array()
  readonly #fonts = new Map<number, PdfiumFont>()
  /** As many as {@link units} should have. */
  readonly length: number
  /** The visible part of the sheet. */
  readonly box: SheetBox
  /** Clockwise quarter turns from the sheet to the page as shown. */
  readonly quarterTurns: number

  private constructor(pdfium: PdfiumExports, page: number, text: number, scratch: number) {
    this.#pdfium = pdfium
    this.#page = page
    this.#text = text
    this.#scratch = scratch
    this.length = Math.max(0, pdfium.FPDFText_CountChars(text))
    pdfium.FPDF_GetPageBoundingBox(page, scratch)
    this.box = this.#rectangle()
    this.quarterTurns = pdfium.FPDFPage_GetRotation(page)
  }

  static open(pdfium: PdfiumExports, document: number, index: number): PdfiumPage | undefined {
    const page = pdfium.FPDF_LoadPage(document, index)
    if (page === 0) return undefined
    const text = pdfium.FPDFText_LoadPage(page)
    if (text !== 0) return new PdfiumPage(pdfium, page, text, pdfium.malloc(SCRATCH_BYTES))
    pdfium.FPDF_ClosePage(page)
    return undefined
  }

  /** The UTF-16 code units of all characters; fewer or more than `length` when some have none or two. */
  units(): Uint16Array {
    const buffer = this.#pdfium.malloc(2 * (this.length + 1))
    const written = this.#pdfium.FPDFText_GetText(this.#text, 0, this.length, buffer)
    const units = new Uint16Array(this.#pdfium.memory.buffer, buffer, Math.max(0, written - 1)).slice()
    this.#pdfium.free(buffer)
    return units
  }

  /** True when the font does not say which letter its glyph stands for. */
  isUnmapped(index: number): boolean {
    return this.#pdfium.FPDFText_HasUnicodeMapError(this.#text, index) === 1
  }

  /** Stands for the drawing instruction that draws the character; 0 for what pdfium itself puts between characters. */
  objectOf(index: number): number {
    return this.#pdfium.FPDFText_GetTextObject(this.#text, index)
  }

  originOf(index: number): Point {
    const scratch = this.#scratch
    this.#pdfium.FPDFText_GetCharOrigin(this.#text, index, scratch, scratch + 8)
    this.#look()
    return { x: this.#doubles[0] ?? 0, y: this.#doubles[1] ?? 0 }
  }

  /** The box that is as wide as the character's advance and as high as the font. */
  boxOf(index: number): SheetBox {
    this.#pdfium.FPDFText_GetLooseCharBox(this.#text, index, this.#scratch)
    return this.#rectangle()
  }

  /** What turns the font's ems, times its size, into points of the page; without where they stand. */
  matrixOf(index: number): Matrix {
    this.#pdfium.FPDFText_GetMatrix(this.#text, index, this.#scratch)
    this.#look()
    const floats = this.#floats
    return [floats[0] ?? 1, floats[1] ?? 0, floats[2] ?? 0, floats[3] ?? 1]
  }

  sizeOf(index: number): number {
    return this.#pdfium.FPDFText_GetFontSize(this.#text, index)
  }

  fontOf(object: number): PdfiumFont {
    const handle = this.#pdfium.FPDFTextObj_GetFont(object)
    let font = this.#fonts.get(handle)
    if (font === undefined) {
      font = this.#describeFont(handle)
      this.#fonts.set(handle, font)
    }
    return font
  }

  /** How far `font` says that the letter of this UTF-16 unit moves the pen, in ems; 0 when it does not know the letter. */
  widthOf(font: PdfiumFont, unit: number): number {
    const widths = font.widths
    let width = widths.get(unit)
    if (width === undefined) {
      this.#pdfium.FPDFFont_GetGlyphWidth(font.handle, unit, 1, this.#scratch)
      this.#look()
      width = this.#floats[0] ?? 0
      widths.set(unit, width)
    }
    return width
  }

  /** The drawing instructions that show text, in their order. */
  textObjects(): number[] {
    return textObjectsOf(this.#pdfium, this.#page)
  }

  /** What `texts[index]` shows although no character stands for it; see {@link leftOut}. */
  leftOut(texts: readonly number[], index: number): Twin | null | undefined {
    return leftOut(this.#pdfium, texts, index, this.#scratch)
  }

  close(): void {
    this.#pdfium.free(this.#scratch)
    this.#pdfium.FPDFText_ClosePage(this.#text)
    this.#pdfium.FPDF_ClosePage(this.#page)
  }

  #describeFont(handle: number): PdfiumFont {
    const pdfium = this.#pdfium
    const buffer = pdfium.malloc(NAME_BYTES)
    const written = pdfium.FPDFFont_GetBaseFontName(handle, buffer, NAME_BYTES)
    const length = written > NAME_BYTES ? 0 : Math.max(0, written - 1)
    const name = Buffer.from(pdfium.memory.buffer, buffer, length).toString('latin1')
    pdfium.FPDFFont_GetAscent(handle, 1, buffer)
    pdfium.FPDFFont_GetDescent(handle, 1, buffer + POINTER_BYTES)
    pdfium.FPDFFont_GetItalicAngle(handle, buffer + 2 * POINTER_BYTES)
    const [ascent = 0, descent = 0] = new Float32Array(pdfium.memory.buffer, buffer, 2)
    const [slant = 0] = new Int32Array(pdfium.memory.buffer, buffer + 2 * POINTER_BYTES, 1)
    pdfium.free(buffer)
    return {
      handle,
      name,
      italic: slant !== 0 || /italic|oblique/i.test(name),
      ascent,
      descent,
      widths: new Map(),
    }
  }

  #rectangle(): SheetBox {
    this.#look()
    const floats = this.#floats
    return { left: floats[0] ?? 0, top: floats[1] ?? 0, right: floats[2] ?? 0, bottom: floats[3] ?? 0 }
  }

  /** Memory that has grown is another buffer, and leaves views of the old one empty. */
  #look(): void {
    if (this.#floats.length > 0) return
    this.#floats = new Float32Array(this.#pdfium.memory.buffer, this.#scratch, SCRATCH_BYTES / 4)
    this.#doubles = new Float64Array(this.#pdfium.memory.buffer, this.#scratch, SCRATCH_BYTES / 8)
  }
}

/** The runs of a page as pdfium reads it, in the frame that text-run.ts gives those of pdf.js. */
import { normalizeCharacters } from './normalize.ts'
import type { OpenPage } from './pdfium.ts'
import { type FontStyle, fontStyles } from './pdfium-fonts.ts'
import { type CharacterSpan, leftOut } from './pdfium-repeats.ts'
import { type Matrix, type Placement, placeAt, type TextRun, transform } from './text-run.ts'

export interface PdfiumPage {
  /** PDF points at scale 1, of the page as shown. */
  readonly width: number
  readonly height: number
  readonly runs: readonly TextRun[]
}

/** Of a page's characters, the most that may have no meaning: a few are bullets. */
const MOST_UNREADABLE = 0.02
/** Words further apart than this are runs of their own, in ems: less than sets columns of numbers apart. */
const WORD_GAP = 0.6
/** Letters of one word that are drawn one by one are further apart than this only where a space was meant. */
const LETTER_GAP = 0.1
/** What pdfium writes for a hyphen that ends a line. */
const HYPHEN = 2

/** The page's runs, most in the order in which it draws them; undefined when pdf.js reads such a page better. */
export function readWithPdfium(open: OpenPage): PdfiumPage | undefined {
  const { functions } = open.pdfium
  const viewport = viewportOf(open)
  const characters = charactersOf(open)
  if (viewport === undefined || isLeftToPdfjs(characters)) return undefined
  const runs = new RunReader(open, characters, viewport).read()
  return (
    runs && {
      width: functions._FPDF_GetPageWidthF(open.page),
      height: functions._FPDF_GetPageHeightF(open.page),
      runs,
    }
  )
}

/** Code points by character number; U+FFFD for what pdfium cannot tell. */
function charactersOf({ pdfium: { functions }, text }: OpenPage): Uint32Array {
  const characters = new Uint32Array(Math.max(0, functions._FPDFText_CountChars(text)))
  for (let index = 0; index < characters.length; index += 1) {
    // Unsigned there, and what no character is for a broken font.
    const code = functions._FPDFText_GetUnicode(text, index) >>> 0
    characters[index] = code === HYPHEN ? 0x2d : code === 0 || code > 0x10ffff ? 0xfffd : code
  }
  return characters
}

/** Right-to-left letters, which pdfium turns around or spells by their shapes, and fonts without a map to Unicode, or a broken one. */
function isLeftToPdfjs(characters: Uint32Array): boolean {
  let unreadable = 0
  for (const code of characters) {
    if (isRightToLeft(code)) return true
    if (code === 0xfffd || code === 0xffff || (code >= 0xe000 && code <= 0xf8ff) || code >= 0xf0000)
      unreadable += 1
  }
  return unreadable > MOST_UNREADABLE * characters.length
}

const isRightToLeft = (code: number) =>
  (code >= 0x590 && code <= 0x8ff) || (code >= 0xfb1d && code <= 0xfdff) || (code >= 0xfe70 && code <= 0xfefc)

/** From PDF space to the page as shown, as pdf.js has it at scale 1. */
function viewportOf({ pdfium, page }: OpenPage): Matrix | undefined {
  const { functions, scratch } = pdfium
  if (!functions._FPDF_GetPageBoundingBox(page, scratch)) return undefined
  const [left = 0, top = 0, right = 0, bottom = 0] = pdfium.floats()
  switch (functions._FPDFPage_GetRotation(page)) {
    case 1:
      return [0, 1, 1, 0, -bottom, -left]
    case 2:
      return [-1, 0, 0, 1, right, -bottom]
    case 3:
      return [0, -1, -1, 0, top, right]
    default:
      return [1, 0, 0, -1, -left, top]
  }
}

/** How the text of one object is set. */
interface Style {
  readonly font: FontStyle
  readonly size: number
  /** From text space to PDF space, as pdfium says: a, b, c, d. */
  readonly scale: readonly [number, number, number, number]
  /** From ems to the page as shown, without a place. */
  readonly matrix: Matrix
}

class RunReader {
  private readonly open: OpenPage
  private readonly characters: Uint32Array
  private readonly viewport: Matrix
  private readonly fontOf: (object: number) => FontStyle
  private readonly runs: TextRun[] = []
  /** The characters of each text object. */
  private readonly spans = new Map<number, CharacterSpan>()
  private object = 0
  private style: Style | undefined
  /** The run being read: its first and last characters, and its text. */
  private first = -1
  private last = -1
  private words = ''
  private spaceBefore = false
  /** A space was read after the run's last character. */
  private spaceAfter = false

  constructor(open: OpenPage, characters: Uint32Array, viewport: Matrix) {
    this.open = open
    this.characters = characters
    this.viewport = viewport
    this.fontOf = fontStyles(open.pdfium)
  }

  read(): TextRun[] | undefined {
    const { pdfium, text } = this.open
    const { functions } = pdfium
    for (let index = 0; index < this.characters.length; index += 1) {
      const code = this.characters[index] ?? 0
      if (code === 0x0d || code === 0x0a) {
        this.close()
        this.spaceBefore = false
      } else if (isSpace(code)) {
        // One that pdfium made up from a gap: the gap says so again, once its neighbours have their places.
        if (functions._FPDFText_IsGenerated(text, index)) this.close()
        else {
          this.note(functions._FPDFText_GetTextObject(text, index), index)
          if (this.first < 0) this.spaceBefore = true
          else this.spaceAfter = true
        }
      } else {
        const object = functions._FPDFText_GetTextObject(text, index)
        // The code that the font has for the glyph; pdf.js guesses from more.
        if (object !== this.object && functions._FPDFText_HasUnicodeMapError(text, index) === 1)
          return undefined
        this.take(object, index, code)
      }
    }
    this.close()
    const repeats = leftOut(this.open, this.spans, this.viewport, (span) => this.runOf(span))
    return [...this.runs, ...repeats]
  }

  private take(object: number, index: number, code: number): void {
    const isSameObject = object === this.object
    if (!isSameObject || this.spaceAfter) {
      const goesOn = this.first >= 0 && this.goesOn(object, index)
      if (!goesOn) this.close()
      if (!isSameObject) {
        if (!goesOn) this.style = this.styleAt(object, index)
        this.object = object
      }
      if (goesOn && this.spaceAfter) this.words += ' '
      this.spaceAfter = false
    }
    this.note(object, index)
    if (this.first < 0) this.first = index
    this.words += String.fromCodePoint(code)
    this.last = index
  }

  private note(object: number, index: number): void {
    const first = this.spans.get(object)?.first ?? index
    this.spans.set(object, { first, last: index })
  }

  private close(): void {
    const { first, last, spaceAfter, spaceBefore } = this
    if (first >= 0) {
      const run = this.runOf({ first, last }, this.words)
      if (run) this.runs.push({ ...run, spaceBefore, spaceAfter })
      this.spaceBefore = spaceAfter
    }
    this.first = -1
    this.words = ''
    this.spaceAfter = false
  }

  /** Whether the character stands in the run's line, set as the run is, at most as far off as the next word, or letter, would be. */
  private goesOn(object: number, index: number): boolean {
    const { style } = this
    if (!style) return false
    // Turned text is not measured along its line; each word is a run there.
    const isUpright = style.scale[1] === 0 && style.scale[0] > 0 && (this.viewport[0] ?? 0) > 0
    if (!isUpright) return false
    if (object !== this.object && !this.isSetAlike(style, object, index)) return false
    const { pdfium, text } = this.open
    const { functions, scratch } = pdfium
    const size = style.size * style.scale[3]
    if (!functions._FPDFText_GetLooseCharBox(text, this.last, scratch)) return false
    const right = pdfium.floats()[2] ?? 0
    const baseline = this.originOf(this.last)?.[1] ?? 0
    const origin = this.originOf(index)
    if (!origin || Math.abs(origin[1] - baseline) > 0.01 * size) return false
    const gap = (origin[0] - right) / size
    return gap <= (this.spaceAfter ? WORD_GAP : LETTER_GAP) && gap > -WORD_GAP
  }

  private isSetAlike({ font, scale, size }: Style, object: number, index: number): boolean {
    const { pdfium, text } = this.open
    const { functions, scratch } = pdfium
    if (this.fontOf(object) !== font || functions._FPDFText_GetFontSize(text, index) !== size) return false
    if (!functions._FPDFText_GetMatrix(text, index, scratch)) return false
    const floats = pdfium.floats()
    return scale.every((value, at) => floats[at] === value)
  }

  private originOf(index: number): [number, number] | undefined {
    const { pdfium, text } = this.open
    const { functions, scratch } = pdfium
    if (!functions._FPDFText_GetCharOrigin(text, index, scratch, scratch + 8)) return undefined
    const doubles = pdfium.doubles()
    return [doubles[0] ?? 0, doubles[1] ?? 0]
  }

  private styleAt(object: number, index: number): Style | undefined {
    const { pdfium, text } = this.open
    const { functions, scratch } = pdfium
    if (!functions._FPDFText_GetMatrix(text, index, scratch)) return undefined
    const [a = 1, b = 0, c = 0, d = 1] = pdfium.floats()
    const size = functions._FPDFText_GetFontSize(text, index)
    const [p = 1, q = 0, r = 0, s = 1] = this.viewport
    const matrix = transform([p, q, r, s, 0, 0], [a * size, b * size, c * size, d * size, 0, 0])
    return { font: this.fontOf(object), size, scale: [a, b, c, d], matrix }
  }

  /** The characters as a run, which are set in the style of the moment unless their text is not given. */
  private runOf(span: CharacterSpan, words?: string): TextRun | undefined {
    const codes = this.characters.subarray(span.first, span.last + 1)
    const text = normalizeCharacters(words ?? String.fromCodePoint(...codes)).trim()
    const style =
      words === undefined
        ? this.styleAt(
            this.open.pdfium.functions._FPDFText_GetTextObject(this.open.text, span.first),
            span.first,
          )
        : this.style
    const placement = style && text !== '' ? this.place(style, span) : undefined
    if (!style || !placement) return undefined
    const { font } = style
    return { ...placement, text, font: font.name, bold: font.bold, spaceBefore: false, spaceAfter: false }
  }

  private place({ font, matrix }: Style, { first, last }: CharacterSpan): Placement | undefined {
    const { pdfium, text } = this.open
    const { functions, scratch } = pdfium
    const origin = this.originOf(first)
    if (!origin || !functions._FPDFText_GetLooseCharBox(text, last, scratch)) return undefined
    const [left = 0, top = 0, right = 0, bottom = 0] = pdfium.floats()
    const [, , , , x = 0, y = 0] = transform(this.viewport, [1, 0, 0, 1, origin[0], origin[1]])
    // From the first letter's origin to the far side of the last one's box, along the text.
    const [a = 1, b = 0, c = 0, d = 1] = matrix
    const length = Math.hypot(a, b) || 1
    let width = 0
    for (const cornerX of [left, right]) {
      for (const cornerY of [top, bottom]) {
        const [, , , , shownX = 0, shownY = 0] = transform(this.viewport, [1, 0, 0, 1, cornerX, cornerY])
        width = Math.max(width, ((shownX - x) * a + (shownY - y) * b) / length)
      }
    }
    return placeAt([a, b, c, d, x, y], width, font.ascent, font.descent)
  }
}

const isSpace = (code: number) => code === 0x20 || code === 0xa0 || (code >= 0x2000 && code <= 0x200a)

/** Makes runs of the characters that pdfium reads from a page. */
import type { PdfiumPage } from './pdfium-page.ts'
import { type Span, spansOf } from './pdfium-spans.ts'
import { type Style, styleAt, widthOf } from './pdfium-style.ts'
import { RunBuilder } from './run-builder.ts'
import type { TextRun } from './text-run.ts'
import type { Point, Viewport } from './viewport.ts'

const SPACE = /^\s$/
/** Below it, in ASCII, only control characters and the space are white; letters of ASCII need no look. */
const FIRST_LETTER = 0x21
const LAST_ASCII = 0x7e
const COMBINING = /^\p{Mn}$/u
/** The first combining mark of Unicode; what comes before it need not be looked at. */
const FIRST_COMBINING = 0x300
/** What pdfium writes for a hyphen at the end of a line. */
const HYPHEN_MARK = 0xfffe
const HYPHEN = 0x2d
/** Letters that pdfium turns around in its own way, and codes of glyphs without a name: marks and bullets, which pdf.js names. */
const NOT_FOR_PDFIUM = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\uE000-\uF8FF\uFFFD]/
/** Accented letters of Latin-1 as MacRoman shows them, which pdfium takes TrueType fonts without an encoding to be in. */
const MISREAD = /\p{Ll}[\u00C0-\u00DE]\p{Ll}|\p{L}[·‚„‡‰ˆˇ˘˙˚˛˜˝¯¸]\p{L}/u

const decoder = new TextDecoder('utf-16le', { ignoreBOM: true })

/**
 * The runs of `page` as `viewport` shows it, in the order in which they are drawn; undefined when pdfium's word for its
 * characters is not enough: letters that are written from right to left, downwards or mirrored, of a font that does not say
 * which they are, or left out.
 */
export function toRuns(page: PdfiumPage, viewport: Viewport): TextRun[] | undefined {
  const units = page.units()
  const text = decoder.decode(units)
  if (units.length !== page.length || NOT_FOR_PDFIUM.test(text) || MISREAD.test(text)) return undefined
  const spans = spansOf(page)
  if (spans === undefined) return undefined
  const builder = new RunBuilder()
  let style: Style | undefined
  for (const span of spans) {
    style = styleAt(page, viewport, span.from, span.object, style)
    if (!(style.fontSize > 0 && style.size > 0)) return undefined
    if (!addSpan(builder, page, units, span, style)) return undefined
  }
  return builder.finish()
}

/** Adds the letters of `span`; false when pdfium does not know one of them, or they are written downwards. */
function addSpan(
  builder: RunBuilder,
  page: PdfiumPage,
  units: Uint16Array,
  span: Span,
  style: Style,
): boolean {
  let last: Point | undefined
  let lastAlong = 0
  let lastAcross = 0
  let isAfterLetter = false
  for (let index = span.from; index < span.to; index += 1) {
    const unit = units[index] === HYPHEN_MARK ? HYPHEN : (units[index] ?? 0)
    const letter = String.fromCharCode(unit)
    const origin = shifted(page.originOf(index), span.shift)
    const along = alongOf(origin, style)
    const across = acrossOf(origin, style)
    if (last && isDownwards(along - lastAlong, across - lastAcross, style)) return false
    // The letters of a ligature stand in one place, and share its box.
    const isPart = isAfterLetter && origin.x === last?.x && origin.y === last.y
    last = origin
    lastAlong = along
    lastAcross = across
    isAfterLetter = (unit >= FIRST_LETTER && unit <= LAST_ASCII) || !SPACE.test(letter)
    if (!isAfterLetter) {
      builder.space(style, page.widthOf(style.font, unit) === 0)
      continue
    }
    if (page.isUnmapped(index)) return false
    const advance = isPart ? widthOf(page.boxOf(index), style) : advanceOf(page, index, unit, style, along)
    if (!isOnPage(page, origin, advance)) continue
    const isMark = unit >= FIRST_COMBINING && COMBINING.test(letter)
    if (isMark) builder.part(letter, along)
    else if (isPart) builder.part(letter, along + advance)
    else builder.letter(letter, { along, across, advance }, style)
  }
  return true
}

/** Letters of one instruction stand side by side, but for vertical writing. */
function isDownwards(along: number, across: number, { size }: Style): boolean {
  return Math.abs(across) > size / 2 && Math.abs(across) > Math.abs(along)
}

/** A gap after the box of a letter that is wider than this, in ems, tells nothing of the letter's own width. */
const FAR = 0.02

/**
 * How far the character moves the pen. Its box says so unless ink reaches further, as in an f; the font says so unless it has
 * two glyphs for the letter. Where they differ, the next character tells which is right; `pen` is where this one stands along
 * the text.
 */
function advanceOf(page: PdfiumPage, index: number, unit: number, style: Style, pen: number): number {
  const box = widthOf(page.boxOf(index), style)
  const told = page.widthOf(style.font, unit) * style.em
  if (told <= 0 || told >= box) return box
  const hasNext = index + 1 < page.length && page.objectOf(index + 1) !== 0
  const step = hasNext ? alongOf(page.originOf(index + 1), style) - pen : box
  if (!hasNext || step > box + FAR * style.em) return style.font.italic ? told : box
  return Math.abs(step - told) < Math.abs(step - box) ? told : box
}

function shifted(origin: Point, { x, y }: Point): Point {
  return x === 0 && y === 0 ? origin : { x: origin.x + x, y: origin.y + y }
}

function alongOf({ x, y }: Point, { along: [a, b, c] }: Style): number {
  return a * x + b * y + c
}

function acrossOf({ x, y }: Point, { across: [a, b, c] }: Style): number {
  return a * x + b * y + c
}

/** Converters leave text beside the page that nobody is to see. */
function isOnPage({ box }: PdfiumPage, { x, y }: Point, advance: number): boolean {
  return x + advance >= box.left && x <= box.right && y >= box.bottom && y <= box.top
}

/** What pdfium says of a page's fonts. */
import type { Pdfium } from './pdfium.ts'

export interface FontStyle {
  /** Unlike that of any other font of the page. */
  readonly name: string
  readonly bold: boolean
  /** In ems, as the font has them. */
  readonly ascent: number | undefined
  readonly descent: number | undefined
}

const UNKNOWN: FontStyle = { name: '', bold: false, ascent: undefined, descent: undefined }
const LONGEST_NAME_BYTES = 256

/** A function that gives the font of a text object, each font read once; for one page, since fonts go with it. */
export function fontStyles(pdfium: Pdfium): (object: number) => FontStyle {
  const known = new Map<number, FontStyle>([[0, UNKNOWN]])
  return (object) => {
    const handle = object === 0 ? 0 : pdfium.functions._FPDFTextObj_GetFont(object)
    const font = known.get(handle) ?? read(pdfium, handle)
    known.set(handle, font)
    return font
  }
}

function read(pdfium: Pdfium, handle: number): FontStyle {
  const { functions, scratch } = pdfium
  const bytes = functions._FPDFFont_GetBaseFontName(handle, scratch, LONGEST_NAME_BYTES)
  const name = bytes > LONGEST_NAME_BYTES ? '' : pdfium.bytes().toString('utf8', 0, Math.max(0, bytes - 1))
  return {
    name: `${name} ${handle}`,
    bold: /bold|black|heavy|semibold/i.test(name),
    ascent: functions._FPDFFont_GetAscent(handle, 1, scratch) ? pdfium.floats()[0] : undefined,
    descent: functions._FPDFFont_GetDescent(handle, 1, scratch) ? pdfium.floats()[0] : undefined,
  }
}

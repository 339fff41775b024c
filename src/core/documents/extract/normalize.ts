/** Turns the characters that fonts draw into the characters that people type and databases take. */

/** Ligatures, Arabic presentation forms, and full-width forms: shapes, not letters. Superscripts and fractions are left alone. */
const SHAPES = /[\uFB00-\uFB06\uFB13-\uFB17\uFB1D-\uFDFF\uFE70-\uFEFC\uFF01-\uFF5E\uFFE0-\uFFE6]+/g
const SPACES = /[\s\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]+/g
/**
 * Control characters (Postgres rejects NUL), soft hyphens, zero-width spaces and marks of direction, lone surrogates, private
 * use, noncharacters and the replacement character. The zero-width (non-)joiners stay: Persian spelling needs them.
 */
const UNWANTED =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: taking them out is the point.
  /[\u0000-\u001F\u007F-\u009F\u00AD\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\uFFF0-\uFFFF]|\p{Cs}|\p{Co}|\p{Cn}/gu
/** The bullets of Symbol and Wingdings, which fonts map into the private use area. */
const BULLETS = /[\uF06C\uF06E\uF0A7\uF0B7\uF0D8\uF0FC\uF076\uF0A8\uF09F]/g
const PLAIN = /^[\x20-\x7E]*$/

/** `text` with one space for any run of white space, letters for their shapes, and nothing invisible. Idempotent. */
export function normalizeCharacters(text: string): string {
  if (PLAIN.test(text)) return text.includes('  ') ? text.replace(/ +/g, ' ') : text
  return text
    .replace(SPACES, ' ')
    .replace(BULLETS, '•')
    .replace(SHAPES, (shapes) => shapes.normalize('NFKC'))
    .replace(UNWANTED, '')
    .normalize('NFC')
    .replace(/\s+/g, ' ')
}

/** Four or more dots, middle dots or rules in a row: drawn to lead the eye, not to be read. */
const LEADERS = /\s*(?:[.·•_…‥][ \t]?){4,}/g

/** Two numbers of adjoining columns that stand no wider apart than words do; a lone digit is a footnote mark. */
const SPLIT_NUMBERS =
  /(?<=^[\s\d$€£¥(),.%—–-]*[\d)%—–]) +(?=(?:[$€£¥]|\((?!\d\)))?(?:\d[\d.,]|[—–(])[\s\d$€£¥(),.%—–-]*$)/g
/** Some converters place the last letter of a bold line so far off that it looks like a word; no English word is one such letter. */
const STRAY_LETTER = /(?<=\p{Ll}{3}) ([b-hj-z])$/gu

/** The text of a cell with its number put together: `$ ( 1,577 )` becomes `$(1,577)`, `5.3 %` becomes `5.3%`. */
export function tidyCell(text: string): string {
  const tidy = text
    .replace(LEADERS, ' ')
    .replace(/([$€£¥]) +(?=[\d(.—–-])/g, '$1')
    .replace(/\( +(?=[\d$.])/g, '(')
    .replace(/([\d%]) +(?=[)%])/g, '$1')
    .replace(/(\p{L}) ?([’']) s\b/gu, '$1$2s')
    .replace(STRAY_LETTER, '$1')
    .replace(/ +/g, ' ')
    .trim()
  // Telephone numbers and dates are no amounts.
  return /\d-\d/.test(tidy) ? tidy : tidy.replace(SPLIT_NUMBERS, '\t')
}

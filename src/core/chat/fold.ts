/** Folds text to what two spellings of the same words have in common, and remembers where each character came from. */

export interface Folded {
  readonly text: string
  /** For each UTF-16 unit of `text`, the index in the original of the character it came from. */
  readonly origins: readonly number[]
}

/** Folds case, compatibility forms, diacritics, Arabic/Persian letters and digits; white space and quotation marks stay. */
function foldCharacter(character: string): string {
  if (character >= ' ' && character <= '~') return character.toLowerCase()
  let folded = ''
  for (const part of character.normalize('NFKD').toLowerCase()) {
    if (/[\p{M}\p{Cf}\u0640]/u.test(part)) continue // diacritics, joiners, bidi marks, soft hyphen, tatweel
    folded += letters.get(part) ?? part
  }
  return folded
}

/** {@link foldCharacter} over a whole text. */
export function foldText(text: string): string {
  let folded = ''
  for (const character of text) folded += foldCharacter(character)
  return folded
}

/**
 * Folds away everything that quoting may change: case, letter variants, quotation marks, emphasis, hyphenation and line breaks.
 * White space is kept only between two digits, where dropping it would make another number.
 */
export function foldForMatching(text: string): Folded {
  let folded = ''
  const origins: number[] = []
  let space = false
  let dash = false
  let index = 0
  const push = (character: string, origin: number) => {
    folded += character
    for (let unit = 0; unit < character.length; unit++) origins.push(origin)
  }
  for (const character of text) {
    const origin = index
    index += character.length
    for (const part of foldCharacter(character)) {
      if (/[\s|]/.test(part)) {
        space = true
      } else if (/[\p{Pd}\u2212]/u.test(part)) {
        dash = true
      } else if (!ignored.test(part)) {
        // A dash before a digit can be a sign or a range; before a letter it is a hyphen.
        if (dash && isDigit(part)) push('-', origin)
        else if (space && isDigit(part) && isDigit(folded.at(-1))) push(' ', origin)
        push(part, origin)
        space = false
        dash = false
      }
    }
  }
  return { text: folded, origins }
}

const isDigit = (character: string | undefined) =>
  character !== undefined && character >= '0' && character <= '9'

/** Quotation marks, apostrophes, emphasis marks of Markdown, angle brackets (which delimiting may have changed), control characters. */
const ignored = /["'`´“”„‟‘’‚‛«»‹›<>*_\\\p{Cc}]/u

/** Arabic letters that Persian writes otherwise, digits of both, and Persian punctuation. */
const letters = new Map<string, string>([
  ['ي', 'ی'],
  ['ى', 'ی'],
  ['ك', 'ک'],
  ['ة', 'ه'],
  ['ۀ', 'ه'],
  ['ٱ', 'ا'],
  ['٬', ','],
  ['٫', '.'],
  ['،', ','],
  ['؛', ';'],
  ['؟', '?'],
  ['٪', '%'],
  ...[...'۰۱۲۳۴۵۶۷۸۹'].map((digit, value) => [digit, String(value)] as const),
  ...[...'٠١٢٣٤٥٦٧٨٩'].map((digit, value) => [digit, String(value)] as const),
])

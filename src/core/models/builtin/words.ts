/** What a word is: the same rules as tools/embedding/words.py, which must give the same words for the same text. */

/** Arabic letters that Persian keyboards and PDFs mix with their Persian twins; tatweel is no letter. */
const TWINS: Readonly<Record<string, string>> = {
  ي: 'ی',
  ى: 'ی',
  ك: 'ک',
  ة: 'ه',
  ۀ: 'ه',
  أ: 'ا',
  إ: 'ا',
  ٱ: 'ا',
  ؤ: 'و',
  ـ: '',
}
const TWIN = new RegExp(Object.keys(TWINS).join('|'), 'g')
/** Vowel signs and accents that stand alone, which nobody types. */
const MARK = /[\u064b-\u065f]|\u0670|[\u0300-\u036f]/g
const WORD = /\p{L}+|\p{Nd}+/gu
const ASCII = /^[\0-\x7f]*$/
const ASCII_WORD = /[a-z]+|[0-9]+/g
const YEAR = /^(?:13|14|19|20)\d\d$/

/** The words of `text` in order, in lower case. Figures are left out but for years, which say what a passage is about. */
export function wordsOf(text: string): string[] {
  const isAscii = ASCII.test(text)
  const folded = isAscii ? text.toLowerCase() : fold(text)
  const found = folded.match(isAscii ? ASCII_WORD : WORD) ?? []
  const words: string[] = []
  for (const word of found) {
    const first = word.charCodeAt(0)
    // Letters of any script come after the digits of ASCII; other digits are rare enough for a second look.
    const isNumber = first < 58 || (!isAscii && /^\p{Nd}/u.test(word))
    if (!isNumber) {
      if (word.length > 1) words.push(word)
    } else if (YEAR.test(latinDigits(word))) words.push(latinDigits(word))
  }
  return words
}

const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(TWIN, (letter) => TWINS[letter] ?? letter)
    .replace(MARK, '')

/** Persian and Arabic digits as those of ASCII. */
const latinDigits = (word: string): string =>
  word.replace(/[۰-۹٠-٩]/g, (digit) => String(digit.charCodeAt(0) & 0xf))

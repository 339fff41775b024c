/** Brings every spelling of the same letters and digits together, so that what a reader sees as equal is found as equal. */

/**
 * Lower-cased text with compatibility forms resolved (ligatures, Arabic presentation forms, full-width digits), Arabic letters in
 * their Persian form, Persian and Arabic digits as ASCII, and accents, vowel signs, tatweel and invisible marks dropped. The
 * zero-width non-joiner stays, since Persian words are cut at it. Applying it twice changes nothing more.
 */
export function normalize(text: string): string {
  if (PLAIN_ASCII.test(text)) return text.toLowerCase()
  return text
    .normalize('NFKD')
    .toLowerCase()
    .normalize('NFKD')
    .replace(DROPPED, '')
    .replace(FOLDED, (character) => folds.get(character) ?? character)
    .replace(EASTERN_DIGIT, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf))
    .normalize('NFC')
}

const PLAIN_ASCII = /^[\0-\x7f]*$/u
/** Combining accents, Arabic vowel signs and hamza marks; tatweel, soft hyphen, zero-width joiners and direction marks. */
const DROPPED =
  /[\u0300-\u036f]|[\u064b-\u065f\u0670\u06d6-\u06ed]|[\u0640\u00ad]|[\u200b\u200e\u200f\u2060\ufeff]|\u200d|[\u202a-\u202e\u2066-\u2069]/gu
const EASTERN_DIGIT = /[\u0660-\u0669\u06f0-\u06f9]/gu

const folds = new Map([
  ['ي', 'ی'],
  ['ى', 'ی'],
  ['ك', 'ک'],
  ['ة', 'ه'],
  ['ە', 'ه'],
  ['ٱ', 'ا'],
  ['٫', '.'],
  ['٬', ','],
  ['٪', '%'],
  ['’', "'"],
  ['‘', "'"],
  ['−', '-'],
  ['–', '-'],
  ['‐', '-'],
  ['‑', '-'],
  ['—', ' '],
])
const FOLDED = new RegExp(`[${[...folds.keys()].join('')}]`, 'gu')

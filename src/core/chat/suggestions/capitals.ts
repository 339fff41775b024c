/** Sets in small letters what a document sets in capitals alone. */

/** Left small but at the beginning. */
const SMALL = new Set([
  'a',
  'an',
  'and',
  'as',
  'at',
  'by',
  'for',
  'from',
  'in',
  'of',
  'on',
  'or',
  'the',
  'to',
  'with',
])
const LONGEST_INITIALS = 3

export const isCapitals = (text: string): boolean => /\p{Lu}/u.test(text) && text === text.toUpperCase()

/** `RESULTS OF OPERATIONS` becomes `Results of Operations`; what may be initials, such as `IBM`, stays. */
export const fromCapitals = (text: string): string =>
  text.replace(/[\p{L}\p{N}&'’.]+/gu, (word: string, at: number) => {
    const lower = word.toLowerCase()
    if (SMALL.has(lower) && at > 0) return lower
    const pronounced = /[aeiouy]/u.test(lower)
    if (word.length <= LONGEST_INITIALS && (at === 0 || !pronounced) && !SMALL.has(lower)) return word
    return word.charAt(0) + lower.slice(1)
  })

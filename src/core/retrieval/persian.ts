/** Makes the three spellings of a Persian compound meet: with a half-space, with a space and run together. */

const LETTERS = /^[\u0620-\u064a\u0671-\u06d3\u200c]+$/u
const HALF_SPACE = /\u200c/gu
/** Verb prefixes that stand before their verb with a space, a half-space or nothing. */
const prefixes = new Set(['می', 'نمی'])
/** Plural, comparative and possessive endings, longest first; each may be written apart. */
const endings = ['هایشان', 'هایمان', 'هایتان', 'هایش', 'هایم', 'هایت', 'هایی', 'ترین', 'های', 'ها', 'تر']
const apart = new Set(endings)
/** A stem shorter than this is more likely a word that merely ends like a suffix. */
const SHORTEST_STEM = 3

export const isPersian = (word: string): boolean => LETTERS.test(word)

/** Joins verb prefixes to the word after them and drops endings that stand alone; `words` are normalised. */
export function joinPersian(words: readonly string[]): string[] {
  const joined: string[] = []
  let prefix = ''
  for (const word of words) {
    if (prefixes.has(word)) {
      prefix = word
      continue
    }
    if (apart.has(word) && joined.length > 0) continue
    joined.push(prefix !== '' && isPersian(word) ? prefix + word : word)
    prefix = ''
  }
  return joined
}

/** The word without half-spaces and without one inflectional ending. */
export function stemPersian(word: string): string {
  const joined = word.replace(HALF_SPACE, '')
  const ending = endings.find((end) => joined.endsWith(end) && joined.length - end.length >= SHORTEST_STEM)
  return ending === undefined ? joined : joined.slice(0, -ending.length)
}

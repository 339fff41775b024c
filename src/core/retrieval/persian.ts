/** Makes the spellings and inflections of a Persian word meet: half-space, space or nothing inside it, plurals, ezafe, persons. */

const LETTERS = /^[\u0620-\u064a\u0671-\u06d3\u200c]+$/u
const HALF_SPACE = '\u200c'
/** Verb prefixes that stand before their verb with a space, a half-space or nothing. */
const prefixes = new Set(['می', 'نمی'])
/** Plural, comparative and possessive endings, longest first; each may be written apart. */
const endings = ['هایشان', 'هایمان', 'هایتان', 'هایش', 'هایم', 'هایت', 'هایی', 'ترین', 'های', 'ها', 'تر']
/** What stands behind a half-space without being a word of its own: these, ezafe, the indefinite, possession and “to be”. */
const attached = new Set([
  ...endings,
  'ی',
  'ای',
  'یی',
  'ام',
  'ات',
  'اش',
  'ایم',
  'اید',
  'اند',
  'شان',
  'مان',
  'تان',
])
const apart = new Set(endings)
/** Function words that compounds begin with. */
const beginCompounds = new Set(['هم', 'غیر', 'بی', 'پیش', 'پس', 'بر', 'باز', 'نا'])
/** A stem shorter than this is more likely a word that merely ends like a suffix. */
const SHORTEST_STEM = 3

/** Endings that many words have by nature, so that more must be left before them, and what the word ends in without them. */
const weakEndings: readonly (readonly [ending: RegExp, replacement: string])[] = [
  // Participles and agents: شدگان and شدگی belong to شده, نمایندگان to نماینده.
  [/(?<=..[دت])گ(?:ان|ی)$/u, 'ه'],
  [/(?<=....)ان$/u, ''],
  // مالیات and عملیات are words of their own, no plurals of مالی and عملی.
  [/(?<=...[^ی])ات$/u, ''],
  // The indefinite, the adjective of a noun, and the noun of an adjective.
  [/(?<=....)ی$/u, ''],
]
/** Persons of the present and the past, and the negative of both. */
const CONJUGATED = /^ن?(می..+?)(?:ند|یم|ید|م|د|ی)$/u

export const isPersian = (word: string): boolean => LETTERS.test(word)

export const withoutHalfSpaces = (word: string): string => word.replaceAll(HALF_SPACE, '')

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

/** The words that half-spaces join to a compound, such as نرم and افزار; none for a word that only carries endings or a prefix. */
export function compoundParts(word: string): string[] {
  if (!word.includes(HALF_SPACE)) return []
  const parts = word.split(HALF_SPACE).filter((part) => !attached.has(part))
  return parts.length < 2 || prefixes.has(parts[0] ?? '') ? [] : parts
}

/**
 * Adjacent words of a question run together, such as نرمافزار for نرم افزار: how a text spells the compound that was typed with a
 * space, or that lost its half-space in a PDF. A pair that is no compound is in no document, and so does no harm.
 */
export function joinedPairs(words: readonly string[], isFunctionWord: (word: string) => boolean): string[] {
  return words.flatMap((word, index) => {
    const next = words[index + 1]
    if (next === undefined || !isPersian(word) || !isPersian(next) || isFunctionWord(next)) return []
    // “وام” (loan) is not “و ام”, but “هم‌زمان” may well be written “هم زمان”.
    return isFunctionWord(word) && !beginCompounds.has(word) ? [] : [withoutHalfSpaces(word + next)]
  })
}

/** The word without half-spaces and inflection; the stem of a stem is itself. */
export function stemPersian(word: string): string {
  let stem = withoutHalfSpaces(withoutAttached(word))
  for (;;) {
    const shorter = withoutEnding(stem)
    if (shorter === stem) return stem
    stem = shorter
  }
}

function withoutAttached(word: string): string {
  const parts = word.split(HALF_SPACE).filter((part) => part !== '')
  while (parts.length > 1 && attached.has(parts.at(-1) ?? '')) parts.pop()
  return parts.join(HALF_SPACE)
}

function withoutEnding(word: string): string {
  const person = CONJUGATED.exec(word)?.[1]
  if (person !== undefined) return person
  const ending = endings.find((end) => word.endsWith(end) && word.length - end.length >= SHORTEST_STEM)
  if (ending !== undefined) return word.slice(0, -ending.length)
  const weak = weakEndings.find(([pattern]) => pattern.test(word))
  return weak === undefined ? word : word.replace(...weak)
}

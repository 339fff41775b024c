/** Brings spellings of the same letters together in the history, equally in the database and here. */
import { type SQL, sql } from 'drizzle-orm'

/** Arabic letters and digits in their ASCII or Persian form, as retrieval's normalisation has them; Latin letters without accents. */
const replaced: readonly (readonly [string, string])[] = [
  ['يىئكةەٱأإآؤ', 'یییکههاااا' + 'و'],
  ['٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹', '01234567890123456789'],
  ['٫٬٪’‘−–‐‑', ".,%''----"],
  ['àáâãäåçèéêëìíîïñòóôõöøùúûüýÿ', 'aaaaaaceeeeiiiinoooooouuuuyy'],
  // So that a phrase is found over a line's end.
  ['\n\t\u00a0', '   '],
]
/** Half-space, tatweel, vowel signs, soft hyphen and direction marks: seen by no reader, or left out by many. */
const DROPPED =
  '\u200c\u0640\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0654\u0670\u00ad\u200d\u200e\u200f'

const FROM = replaced.map(([from]) => from).join('')
const TO = replaced.map(([, to]) => to).join('')
const map = new Map<string, string>([
  ...[...FROM].map((letter, index) => [letter, TO[index] ?? ''] as const),
  ...[...DROPPED].map((letter) => [letter, ''] as const),
])

/** The folded text of a column; what {@link fold} makes of it. */
export const folded = (column: SQL.Aliased | SQL | { getSQL(): SQL }): SQL =>
  sql`translate(lower(${column}), ${FROM + DROPPED}, ${TO})`

export const fold = (text: string): string => foldWithPlaces(text).text

/** The folded text, and for each of its code units the place in `text` that it comes from. */
export function foldWithPlaces(text: string): { readonly text: string; readonly places: readonly number[] } {
  let result = ''
  const places: number[] = []
  for (let at = 0; at < text.length; at += 1) {
    const unit = text[at] ?? ''
    const lower = unit.toLowerCase()
    const single = lower.length === 1 ? lower : unit
    const kept = map.get(single) ?? single
    if (kept === '') continue
    result += kept
    places.push(at)
  }
  return { text: result, places }
}

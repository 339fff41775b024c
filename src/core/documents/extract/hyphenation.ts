/** Decides what becomes of a hyphen at the end of a line. */

/** First halves of compounds that keep their hyphen wherever the line breaks. */
const COMPOUNDING = new Set(
  'long short non self well high low full part half third first second two three four five six one year month day cross off mid multi real cost tax fair risk debt share stock price market end on in non-gaap'.split(
    ' ',
  ),
)

/**
 * How a line joins the next: `drop` the hyphen of a cut word, `keep` that of a compound, or `none` when the line does not end
 * in a hyphen that joins. `page` is the page's text, which may spell the word elsewhere without a break.
 */
export function joinsHyphenated(line: string, next: string, page: string): 'drop' | 'keep' | 'none' {
  const head = /(\p{L}+)[-‐]$/u.exec(line)?.[1]
  const tail = /^\p{Ll}+/u.exec(next)?.[0]
  if (head === undefined || tail === undefined) return 'none'
  const text = page.toLowerCase()
  const [left, right] = [head.toLowerCase(), tail.toLowerCase()]
  if (text.includes(`${left}-${right}`)) return 'keep'
  if (text.includes(`${left}${right}`)) return 'drop'
  return COMPOUNDING.has(left) ? 'keep' : 'drop'
}

export function withoutHyphen(line: string): string {
  return line.slice(0, -1)
}

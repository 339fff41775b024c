/** Recognises pages that point at other pages instead of saying something: contents, exhibit lists, signatures. */

/** 0 for content, up to 3 for a page that is nothing but pointers. */
export function boilerplateScore(text: string): number {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  if (lines.length === 0) return 0
  const pointers = lines.filter(isPointer).length / lines.length
  const exhibits = lines.filter((line) => EXHIBIT.test(line)).length / lines.length
  const signatures = SIGNATURES.test(text.slice(0, 800)) ? 1 : 0
  return Math.min(3, Math.round(3 * Math.max(pointers * 1.5, exhibits * 1.5, signatures)))
}

/** A title, then leaders or a cell's end, then a page number alone: "Item 7. … 34", "Risk factors ..... F-12". */
const isPointer = (line: string): boolean =>
  PAGE_AT_END.test(line) && (NUMBERED_TITLE.test(line) || LEADERS.test(line))

const PAGE_AT_END = /[\s.](?:F-|A-|S-)?\d{1,3}\s{0,9}$/u
const NUMBERED_TITLE = /^\s{0,9}(?:item|part|note)\s/iu
const LEADERS = /\.{3}|\. \. \./u
const EXHIBIT =
  /^\s{0,9}\*?\(?\d{1,3}(?:\.\d{1,2}|\([a-z]+\))[^\n]{0,200}(?:exhibit|incorporated|agreement|indenture|certification|form of)/iu
const SIGNATURES =
  /pursuant to the requirements of (?:section 13|the securities exchange act)[\s\S]{0,300}(?:duly|caused)/iu

/** Takes an extractive answer apart: the sentence that says what it is, and its quotations. */

export interface QuotedSentence {
  /** Without the quotation marks, which the card stands for. */
  readonly text: string
  /** Which citation is its own; null for a line that has none. */
  readonly k: number | null
}

export interface Quotations {
  readonly introduction: string
  readonly quotations: readonly QuotedSentence[]
}

const MARKER = /\[\d+\]/g
/** What the document's own list begins an item with; each quotation is a block of its own here. */
const BULLET = /^[·•▪●◦]\s*/
const QUOTED = /^[“«"](.*)[”»"]$/s

export function quotationsOf(content: string): Quotations {
  const [introduction = '', ...items] = content.split(/\n+- /)
  let markers = introduction.match(MARKER)?.length ?? 0
  const quotations = items.map((item) => {
    const own = item.match(MARKER)?.length ?? 0
    const k = own > 0 ? markers : null
    markers += own
    const text = item.replace(MARKER, '').trim()
    return { text: (QUOTED.exec(text)?.[1] ?? text).replace(BULLET, ''), k }
  })
  return { introduction: introduction.trim(), quotations }
}

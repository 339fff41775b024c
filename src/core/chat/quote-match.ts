/** Finds quoted words in a passage, whatever quoting did to case, spaces, quotation marks and hyphens. */
import { type Folded, foldForMatching } from './fold.ts'
import type { Span } from './passage.ts'

/** Shorter pieces must stand on word boundaries; longer ones may start inside words that lost their spaces in the PDF. */
const SURE_LENGTH = 12

/**
 * Where `quote` stands in `text`, or null. A quote shortened with an ellipsis must have all its pieces there, in order. One that
 * says nothing (fewer than two words and no number) is not found.
 */
export function findQuote(text: string, quote: string): Span[] | null {
  const pieces = quote.split(/\[?(?:\.{3,}|…)\]?/).map(trimPunctuation)
  const folded = pieces.map((piece) => foldForMatching(piece).text).filter((piece) => piece !== '')
  if (folded.length === 0 || !saysSomething(pieces.join(' '))) return null
  const passage = foldForMatching(text)
  const spans: Span[] = []
  let from = 0
  for (const piece of folded) {
    const at = find(text, passage, piece, from)
    if (at < 0) return null
    spans.push(originalSpan(text, passage, at, at + piece.length))
    from = at + piece.length
  }
  return spans
}

const trimPunctuation = (piece: string) => piece.replace(/^[\s.,;:،؛–—-]+(?=\D)|[\s.,;:،؛!?؟–—-]+$/gu, '')

function saysSomething(quote: string): boolean {
  return /\p{N}/u.test(quote) || (quote.match(/[\p{L}\p{M}\u200c&]{2,}/gu)?.length ?? 0) >= 2
}

function find(text: string, passage: Folded, piece: string, from: number): number {
  for (let at = passage.text.indexOf(piece, from); at >= 0; at = passage.text.indexOf(piece, at + 1)) {
    const { start, end } = originalSpan(text, passage, at, at + piece.length)
    if (!cutsNumber(text, start) && !cutsNumber(text, end)) {
      if (piece.length >= SURE_LENGTH || (!cutsWord(text, start) && !cutsWord(text, end))) return at
    }
  }
  return -1
}

function originalSpan(text: string, passage: Folded, from: number, to: number): Span {
  const start = passage.origins[from] ?? 0
  const last = passage.origins[to - 1] ?? start
  return { start, end: last + String.fromCodePoint(text.codePointAt(last) ?? 0).length }
}

/** Whether a boundary at `index` would cut a number such as 1,577 or 5.3 in two. */
function cutsNumber(text: string, index: number): boolean {
  return (
    /\p{Nd}[.,٬٫]?$/u.test(text.slice(Math.max(0, index - 2), index)) &&
    /^[.,٬٫]?\p{Nd}/u.test(text.slice(index, index + 2))
  )
}

function cutsWord(text: string, index: number): boolean {
  return (
    /[\p{L}\p{N}]$/u.test(text.slice(0, index).slice(-2)) &&
    /^[\p{L}\p{N}]/u.test(text.slice(index, index + 2))
  )
}

/** Turns a model's text, as it streams, into text whose every marker `[n]` is a citation that was checked against its passage. */
import type { Citation } from '../../contract/index.ts'
import { beginsMarker, mayBecomeMarker, parseMarker, quotationOf, type Reference } from './citation-marker.ts'
import { findSupport } from './claim-support.ts'
import { cite, type Passage, type Span } from './passage.ts'
import { findQuote } from './quote-match.ts'
import { sentencesOf } from './sentences.ts'

export type CitedPart =
  | { readonly type: 'delta'; readonly text: string }
  | { readonly type: 'citation'; readonly citation: Citation }

/** A whole passage has some 1,600 characters; what is longer is no marker but a bracket that was never closed. */
const LONGEST_MARKER = 1_500
/** How far back a claim may begin. */
const LONGEST_CLAIM = 1_500
/** As much of a bracket as tells whether it begins a marker. */
const BRACKET_HEAD = 40
/** Stretches without anything that has to be looked at, and single characters else. */
const STRETCHES = /[^\s[\]【】().,;:!?،؛؟]+|./gsu

/**
 * Feed it with {@link write} and {@link end}; how the text is cut into writes changes nothing about the whole. The k-th marker of
 * the text belongs to the k-th citation. Markers that fail the check, or were never finished, are left out.
 */
export class CitationStream {
  private readonly passages: ReadonlyMap<number, Passage>
  /** By the number of the passage. */
  private readonly numbers = new Map<number, number>()
  private parts: CitedPart[] = []
  /** In pieces: a string that grew by a character at a time keeps all of its steps in memory. */
  private readonly text: string[] = []
  /** From an opening bracket on: what may be, or is, an unfinished marker. */
  private pending = ''
  private inMarker = false
  private inQuote = false
  /** Spaces not yet written, because a marker left out after them takes them with it. */
  private spaces = ''
  private leftOut = false
  private afterMarker = false
  /** What was written, without markers: where claims are found. */
  private prose = ''
  /** What was written since the last opening bracket that was no marker; its beginning. */
  private bracket = ''
  private halfCharacter = ''

  constructor(passages: readonly Passage[]) {
    this.passages = new Map(passages.map((passage) => [passage.n, passage]))
  }

  /** The parts that are certain after `text`. */
  write(text: string): CitedPart[] {
    let whole = this.halfCharacter + text
    this.halfCharacter = /[\uD800-\uDBFF]$/.test(whole) ? whole.slice(-1) : ''
    if (this.halfCharacter !== '') whole = whole.slice(0, -1)
    for (const [stretch] of whole.matchAll(STRETCHES)) {
      if (this.pending === '') this.take(stretch)
      else for (const character of stretch) this.take(character)
    }
    return this.drain()
  }

  /** Writes words of passage `n` as its quotation, cited without a further check. */
  writeQuotation(n: number, text: string, spans: readonly Span[]): CitedPart[] {
    return this.writeFound(n, `“${text}”`, spans)
  }

  /** Writes `text`, found at `spans` of passage `n`, and its citation. */
  writeFound(n: number, text: string, spans: readonly Span[]): CitedPart[] {
    // Footnote marks, and whatever else the passage holds that looks like a marker, are not our citations.
    const shown = text
      .replace(/[[【](\s*\p{Nd}+\s*)[\]】]/gu, '($1)')
      .replace(/[[【](?=\s*[\p{L}#^]{0,9}\.?\s*\p{Nd})/gu, '(')
    const parts = this.write(`${shown} `)
    const passage = this.passages.get(n)
    if (passage) this.writeMarker(cite(passage, spans))
    return [...parts, ...this.drain()]
  }

  /** The rest, once the text is complete; an unfinished marker is left out. */
  end(): CitedPart[] {
    while (this.pending !== '') this.giveUp(true)
    if (!this.leftOut) this.put(this.spaces)
    this.spaces = ''
    return this.drain()
  }

  /** One character; or, where none is pending, a stretch. */
  private take(character: string): void {
    if (this.pending === '') {
      if (character === '[' || character === '【') this.pending = character
      else this.literal(character)
      return
    }
    this.pending += character
    if (this.inMarker) this.continueMarker(character)
    else if (beginsMarker(this.pending)) {
      this.inMarker = true
      this.inQuote = false
      this.continueMarker(character)
    } else if (!mayBecomeMarker(this.pending)) this.notAMarker()
  }

  private continueMarker(character: string): void {
    const close = this.pending.startsWith('[') ? ']' : '】'
    if (character === close && (!this.inQuote || /["”»]\s*.$/u.test(this.pending))) {
      this.resolve(this.pending)
    } else if (character === '"') this.inQuote = !this.inQuote
    else if ('“„«'.includes(character)) this.inQuote = true
    else if ('”»'.includes(character)) this.inQuote = false
    else if (this.pending.length > LONGEST_MARKER || /\n\s*\n$/.test(this.pending)) this.giveUp(false)
  }

  private notAMarker(): void {
    const [bracket = '', ...rest] = this.pending
    this.pending = ''
    this.literal(bracket)
    for (const character of rest) this.take(character)
  }

  /** Ends a marker whose quotation never did: at its first closing bracket, else its head alone is left out (all, at the end). */
  private giveUp(atEnd: boolean): void {
    if (!this.inMarker) {
      if (/\p{Nd}/u.test(this.pending)) this.leaveOut()
      else this.notAMarker()
      return
    }
    const marker = this.pending
    const close = marker.search(/[\]】]/)
    if (close < 0) {
      this.leaveOut()
      if (!atEnd) for (const character of quotationOf(marker)) this.take(character)
      return
    }
    this.resolve(marker.slice(0, close + 1))
    for (const character of marker.slice(close + 1)) this.take(character)
  }

  private resolve(marker: string): void {
    const citations = parseMarker(marker).flatMap((reference) => this.check(reference) ?? [])
    if (citations.length === 0) this.leaveOut()
    for (const citation of citations) this.writeMarker(citation)
  }

  private check({ n, quote }: Reference): Citation | null {
    const passage = this.passages.get(n)
    if (!passage) return null
    const spans = quote === null ? findSupport(this.claim(), passage) : findQuote(passage.text, quote)
    return spans && cite(passage, spans)
  }

  /** The sentence that a marker at this point stands in or right after. */
  private claim(): string {
    const text = this.prose.slice(-LONGEST_CLAIM).trimEnd()
    const start = text.lastIndexOf('\n') + 1
    return sentencesOf(text, { start, end: text.length }).at(-1)?.text ?? ''
  }

  private leaveOut(): void {
    this.pending = ''
    this.inMarker = false
    this.leftOut = true
  }

  /** The reader's numbers go up from 1 in the order of the text; those of the passages are between us and the model. */
  private writeMarker(cited: Citation): void {
    const n = this.numbers.get(cited.n) ?? this.numbers.size + 1
    this.numbers.set(cited.n, n)
    const citation = { ...cited, n }
    this.pending = ''
    this.inMarker = false
    this.put(this.spaces)
    this.spaces = ''
    this.leftOut = false
    this.text.push(`[${n}]`)
    this.bracket = ''
    this.afterMarker = true
    this.flushText()
    this.parts.push({ type: 'citation', citation })
  }

  private literal(character: string): void {
    if (character === ' ' || character === '\u00a0') {
      if (!this.leftOut || this.spaces === '') this.spaces += character
      return
    }
    const closesUp = this.leftOut && /[.,;:!?،؛؟)\n]/u.test(character)
    if (!closesUp) this.put(this.spaces)
    this.spaces = ''
    this.leftOut = false
    // `[n](` would be a link in Markdown, with its address from the model.
    if (this.afterMarker && character === '(') this.put(' ')
    this.put(character)
  }

  private put(text: string): void {
    if (text === '') return
    if (text === '[' || text === '【') this.bracket = ''
    if (this.bracket.length < BRACKET_HEAD) this.bracket += text
    // A marker left out inside brackets must not make the rest of them look like one.
    if ((text === ']' || text === '】') && beginsMarker(this.bracket)) this.bracket = ''
    else this.text.push(text)
    this.afterMarker = false
    this.prose += text
    // Not each time: copying it for every character took most of the filter's time.
    if (this.prose.length > 2 * LONGEST_CLAIM) this.prose = this.prose.slice(-LONGEST_CLAIM)
  }

  private flushText(): void {
    const text = this.text.splice(0).join('')
    if (text !== '') this.parts.push({ type: 'delta', text })
  }

  private drain(): CitedPart[] {
    this.flushText()
    const parts = this.parts
    this.parts = []
    return parts
  }
}

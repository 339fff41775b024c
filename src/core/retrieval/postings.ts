/** Packs what the keyword index stores: where a term stands in a document, and how its pages and chunks are laid out. */
import { STATEMENT_SCALE, type StatementScores } from './statements.ts'

/** One chunk that holds a term: how often in its text and in the headings above it. */
export interface Posting {
  readonly ordinal: number
  readonly body: number
  readonly heading: number
}

/** A page that has chunks; they are consecutive. */
export interface PageLayout {
  /** 1-based. */
  readonly page: number
  readonly statements: StatementScores
  /** 0 for content to 3 for a page that only points at other pages, such as a table of contents. */
  readonly boilerplate: number
  /** How many terms the text of each of its chunks has. */
  readonly chunkLengths: readonly number[]
}

/** Delta-coded varints, three numbers a posting at most: `ordinal gap * 2 + (has a heading count)`, body, and heading if any. */
export function packPostings(postings: readonly Posting[]): Uint8Array {
  const bytes: number[] = []
  let previous = -1
  for (const { ordinal, body, heading } of postings) {
    writeVarint(bytes, (ordinal - previous - 1) * 2 + (heading > 0 ? 1 : 0))
    writeVarint(bytes, body)
    if (heading > 0) writeVarint(bytes, heading)
    previous = ordinal
  }
  return Uint8Array.from(bytes)
}

/** Calls `visit` for each posting in the order of the document; written without allocations, since a search reads thousands. */
export function eachPosting(
  packed: Uint8Array,
  start: number,
  end: number,
  visit: (ordinal: number, body: number, heading: number) => void,
): void {
  const reader = new VarintReader(packed, start)
  let ordinal = -1
  while (reader.at < end) {
    const gap = reader.next()
    ordinal += (gap >>> 1) + 1
    const body = reader.next()
    visit(ordinal, body, (gap & 1) === 1 ? reader.next() : 0)
  }
}

export function packLayout(pages: readonly PageLayout[]): Uint8Array {
  const bytes: number[] = []
  let previous = 0
  for (const { page, statements, boilerplate, chunkLengths } of pages) {
    writeVarint(bytes, page - previous)
    previous = page
    const [balance, income, cash, equity] = statements
    bytes.push((balance << 4) | income, (cash << 4) | equity)
    writeVarint(bytes, chunkLengths.length * 4 + boilerplate)
    for (const length of chunkLengths) writeVarint(bytes, length)
  }
  return Uint8Array.from(bytes)
}

export function unpackLayout(packed: Uint8Array): PageLayout[] {
  const reader = new VarintReader(packed, 0)
  const pages: PageLayout[] = []
  let page = 0
  while (reader.at < packed.length) {
    page += reader.next()
    const first = reader.byte()
    const second = reader.byte()
    const counts = reader.next()
    const chunkLengths = Array.from({ length: counts >>> 2 }, () => reader.next())
    pages.push({
      page,
      statements: [first >>> 4, first & STATEMENT_SCALE, second >>> 4, second & STATEMENT_SCALE],
      boilerplate: counts & 3,
      chunkLengths,
    })
  }
  return pages
}

/** Seven bits a byte, lowest first, the high bit saying that more follow (as in Protocol Buffers). */
function writeVarint(bytes: number[], value: number): void {
  let rest = value
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80)
    rest = Math.floor(rest / 0x80)
  }
  bytes.push(rest)
}

class VarintReader {
  at: number
  private readonly bytes: Uint8Array

  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes
    this.at = at
  }

  byte(): number {
    const value = this.bytes[this.at] ?? 0
    this.at += 1
    return value
  }

  next(): number {
    let value = 0
    let scale = 1
    for (;;) {
      const byte = this.byte()
      value += (byte & 0x7f) * scale
      if (byte < 0x80 || this.at > this.bytes.length) return value
      scale *= 0x80
    }
  }
}

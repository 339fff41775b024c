/** Cuts a document's pages into chunks of at most 400 tokens, on line boundaries, each with the headings it stands under. */
import type { PageLine } from '../database/index.ts'
import { countTokens, splitByTokens } from '../tokens/index.ts'
import type { ExtractedPage } from './extract/extracted-page.ts'

/** 400 tokens with 40 overlap by cl100k_base: the sizes of the original system, agreed in the design. */
export const CHUNK_TOKENS = 400
export const OVERLAP_TOKENS = 40

export interface Chunk {
  /** 0-based, in reading order. */
  readonly ordinal: number
  /** 1-based; a chunk never crosses a page, so that it can always be pointed at. */
  readonly page: number
  /** Character span in the page's text. */
  readonly startChar: number
  readonly endChar: number
  readonly tokenCount: number
  /** Headings above the chunk's first line, outermost first. */
  readonly headingPath: string[]
  readonly text: string
  /** The chunk's lines, their spans counted from the chunk's start. */
  readonly lines: readonly PageLine[]
}

/**
 * Chunks of `pages` in reading order. Lines are kept whole unless one alone exceeds {@link CHUNK_TOKENS}; a chunk repeats up to
 * {@link OVERLAP_TOKENS} of the lines before it on the same page; running headers and footers are left out; a heading opens a
 * new chunk once the current one is half full.
 */
export function chunkPages(pages: readonly ExtractedPage[]): Chunk[] {
  const chunks: Chunk[] = []
  const headings = new HeadingStack()
  for (const page of pages) {
    let pending: Piece[] = []
    let fresh = 0
    let tokens = 0
    let path = headings.path()
    let onlyHeadings = false
    const flush = () => {
      if (fresh > 0) chunks.push(toChunk(page, pending, chunks.length, path))
      fresh = 0
    }
    const startAfter = (kept: Piece[]) => {
      pending = kept
      tokens = sum(kept)
    }
    for (const piece of piecesOf(page)) {
      const last = pending.at(-1)
      const opensSection = piece.line.role === 'heading' && tokens > CHUNK_TOKENS / 2
      const interrupted = last !== undefined && piece.afterGap
      if (opensSection || interrupted) {
        flush()
        startAfter([])
      } else if (tokens + piece.tokens > CHUNK_TOKENS) {
        flush()
        startAfter(overlap(pending, CHUNK_TOKENS - piece.tokens))
      }
      if (piece.line.role === 'heading') headings.push(piece.text.trim(), piece.line.level ?? 6)
      // Headings that open the chunk are above its first line of content, so they belong to its path.
      if (fresh === 0 || onlyHeadings) path = headings.path()
      onlyHeadings = piece.line.role === 'heading' && (fresh === 0 || onlyHeadings)
      pending.push(piece)
      tokens += piece.tokens
      fresh += 1
    }
    flush()
  }
  return chunks
}

/** A line, or part of one that alone exceeds a chunk, with the tokens it adds including its line break. */
interface Piece {
  readonly line: PageLine
  readonly text: string
  readonly start: number
  readonly end: number
  readonly tokens: number
  /** True when a running line stands between this piece and the one before. */
  readonly afterGap: boolean
}

function* piecesOf(page: ExtractedPage): Generator<Piece> {
  let afterGap = false
  for (const [index, line] of page.lines.entries()) {
    if (line.role === 'running') {
      afterGap = true
      continue
    }
    // The separator to the next line is part of this piece, so that the pieces' tokens add up to the chunk's.
    const next = page.lines[index + 1]?.start ?? page.text.length
    let start = line.start
    for (const text of splitByTokens(page.text.slice(line.start, next), CHUNK_TOKENS)) {
      if (text.trim() !== '') {
        const end = start + text.length
        yield { line, text, start, end, tokens: countTokens(text), afterGap }
        afterGap = false
      }
      start += text.length
    }
  }
}

/** The last pieces that fit in the overlap and in `room` tokens. */
function overlap(pieces: readonly Piece[], room: number): Piece[] {
  const kept: Piece[] = []
  let tokens = 0
  for (const piece of pieces.toReversed()) {
    tokens += piece.tokens
    if (tokens > Math.min(OVERLAP_TOKENS, room)) break
    kept.unshift(piece)
  }
  return kept
}

function toChunk(
  page: ExtractedPage,
  pieces: readonly Piece[],
  ordinal: number,
  headingPath: string[],
): Chunk {
  const startChar = pieces[0]?.start ?? 0
  const endChar = startChar + page.text.slice(startChar, pieces.at(-1)?.end ?? 0).trimEnd().length
  const text = page.text.slice(startChar, endChar)
  return {
    ordinal,
    page: page.number,
    startChar,
    endChar,
    tokenCount: countTokens(text),
    headingPath,
    text,
    lines: pieces.map(({ line, start, end }) => ({
      ...line,
      start: Math.max(start, line.start) - startChar,
      end: Math.min(end, line.end, endChar) - startChar,
    })),
  }
}

const sum = (pieces: readonly Piece[]) => pieces.reduce((total, piece) => total + piece.tokens, 0)

/** The headings in force: one of a level closes those of the same level and below it. */
class HeadingStack {
  private stack: { readonly text: string; readonly level: number }[] = []

  push(text: string, level: number): void {
    this.stack = [
      ...this.stack.filter((heading) => heading.level < level),
      { text: text.slice(0, 200), level },
    ]
  }

  path(): string[] {
    return this.stack.map((heading) => heading.text)
  }
}

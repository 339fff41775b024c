/** Joins chunks of one page into one text, each overlap once. */
import type { PageLine } from '../database/index.ts'

export interface ChunkOfPage {
  readonly id: string
  readonly ordinal: number
  readonly tokenCount: number
  /** Character span in the page's text. */
  readonly startChar: number
  readonly endChar: number
  readonly headingPath: readonly string[]
  readonly text: string
  /** Their spans count from the chunk's start. */
  readonly lines: readonly PageLine[]
}

export interface Joined {
  readonly text: string
  /** Their spans count from the start of the joined text. */
  readonly lines: readonly PageLine[]
  /** Of the first chunk. */
  readonly headingPath: readonly string[]
}

/** The chunks in the order of the page; what lies between two that are not neighbours becomes a line break. */
export function joinChunks(chunks: readonly ChunkOfPage[]): Joined {
  const ordered = chunks.toSorted((a, b) => a.startChar - b.startChar || a.ordinal - b.ordinal)
  const lines: PageLine[] = []
  let text = ''
  let end = 0
  for (const chunk of ordered) {
    const repeated = text === '' ? 0 : Math.max(0, end - chunk.startChar)
    if (repeated >= chunk.text.length) continue
    if (text !== '' && repeated === 0) text += '\n'
    const offset = text.length - repeated
    text += chunk.text.slice(repeated)
    for (const line of chunk.lines) {
      if (line.end <= repeated) continue
      lines.push({ ...line, start: Math.max(line.start, repeated) + offset, end: line.end + offset })
    }
    end = chunk.endChar
  }
  return { text, lines, headingPath: ordered[0]?.headingPath ?? [] }
}

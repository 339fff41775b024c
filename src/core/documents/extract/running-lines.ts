/** Finds the headers, footers and page numbers that repeat over a document's pages, so that they are never searched. */
import type { PageLine } from '../../database/page-line.ts'
import type { ExtractedPage } from './extracted-page.ts'

/** Lines this close to the top or bottom of a page, in lines and as a share of its height, may be running. */
const EDGE_LINES = 3
const EDGE_SHARE = 0.14
/** Pages on either side within which the same line must come again: headers of left and right pages alternate. */
const REACH = 4
/** How often it must come again within reach, unless the document is shorter. */
const MIN_REPEATS = 2
const MAX_LENGTH = 160
const BACK_LINK = /^(?:(?:back to )?table of contents|return to (?:table of )?contents|contents)$/i

/** `pages`, all those of one document in order, with the role `running` on the lines that repeat at their edges. */
export function markRunningLines(pages: readonly ExtractedPage[]): ExtractedPage[] {
  const edges = pages.map(edgeLines)
  const keys = edges.map((lines) => new Set(lines.map((edge) => edge.key)))
  return pages.map((page, index) => {
    const running = new Set<PageLine>()
    for (const edge of edges[index] ?? []) {
      if (isRunning(edge, index, keys)) running.add(edge.line)
    }
    if (running.size === 0) return page
    return { ...page, lines: page.lines.map((line) => (running.has(line) ? toRunning(line) : line)) }
  })
}

interface Edge {
  readonly line: PageLine
  /** The line's text with its digits blurred and its distance from the edge, so that page numbers compare equal. */
  readonly key: string
  readonly text: string
}

function edgeLines(page: ExtractedPage): Edge[] {
  const byHeight = [...page.lines].sort((a, b) => a.y - b.y)
  const top = byHeight.slice(0, EDGE_LINES).filter((line) => line.y + line.height <= EDGE_SHARE * page.height)
  const bottom = byHeight
    .slice(-EDGE_LINES)
    .filter((line) => line.y >= (1 - EDGE_SHARE) * page.height && !top.includes(line))
  return [
    ...top.map((line) => toEdge(page, line, 'top')),
    ...bottom.map((line) => toEdge(page, line, 'bottom')),
  ].filter((edge) => edge.text !== '' && edge.text.length <= MAX_LENGTH)
}

function toEdge(page: ExtractedPage, line: PageLine, side: 'top' | 'bottom'): Edge {
  const text = page.text.slice(line.start, line.end).trim()
  const words = text.toLowerCase().replace(/\s+/g, ' ')
  // Roman page numbers of a preface count as digits too.
  const blurred = /^[ivxl]+$/.test(words) ? '#' : words.replace(/[\p{Nd}]+/gu, '#')
  // Content may repeat, but not at the very same height of page after page: 8 points allow for a line more or less.
  return { line, text, key: `${side}|${Math.round(line.y / 8)}|${blurred}` }
}

function isRunning(edge: Edge, index: number, keys: readonly ReadonlySet<string>[]): boolean {
  if (BACK_LINK.test(edge.text)) {
    // The heading of the table itself also says so; it comes once, its links come on page after page.
    return repeats(edge.key, index, keys) >= 1
  }
  const needed = Math.min(MIN_REPEATS, keys.length - 1)
  return needed > 0 && repeats(edge.key, index, keys) >= needed
}

function repeats(key: string, index: number, keys: readonly ReadonlySet<string>[]): number {
  let count = 0
  for (
    let other = Math.max(0, index - REACH);
    other <= Math.min(keys.length - 1, index + REACH);
    other += 1
  ) {
    if (
      other !== index &&
      (keys[other]?.has(key) || keys[other]?.has(neighbour(key, -1)) || keys[other]?.has(neighbour(key, 1)))
    )
      count += 1
  }
  return count
}

/** The same line one step higher or lower, for heights that fall on either side of a rounding step. */
function neighbour(key: string, by: number): string {
  return key.replace(/^(\w+)\|(-?\d+)/, (_, side: string, step: string) => `${side}|${Number(step) + by}`)
}

function toRunning(line: PageLine): PageLine {
  const { level: _, ...rest } = line
  return { ...rest, role: 'running' }
}

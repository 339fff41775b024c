/** Finds the headers, footers and page numbers that repeat over a document's pages, so that they are never searched. */
import type { PageLine } from '../../database/index.ts'
import type { ExtractedPage } from './extracted-page.ts'

/** Running lines are looked for among this many from either end of a page. */
const EDGE_LINES = 3
/** A line that repeats without counting must also stand in this outer share of the page's height. */
const EDGE_SHARE = 0.14
/** Pages on either side within which a line must come again: headers of left and right pages alternate, sections end. */
const REACH = 4
/** How often it must come again within reach; all pages of a document that is shorter. */
const MIN_REPEATS = 3
const MAX_LENGTH = 160
/** A link back to the table of contents, which browsers and converters print on page after page. */
const BACK_LINK =
  /^(?:(?:back to |return to )?(?:the )?table of contents|index to (?:consolidated )?financial statements)$/i

/**
 * `pages`, all those of one document in order, with the role `running` on the lines that repeat at their edges; none where nothing else
 * would be left of the document.
 */
export function markRunningLines(pages: readonly ExtractedPage[]): ExtractedPage[] {
  const edges = pages.map(edgesOf)
  const seen = edges.map((sides) => new Set(sides.flat().flatMap((edge) => edge.keys)))
  const marked = pages.map((page, index) => {
    const running = new Set<PageLine>()
    for (const side of edges[index] ?? []) {
      // From the outside in: what stands inside a line of content is content too.
      for (const edge of side) {
        if (!isRunning(edge, index, seen)) break
        running.add(edge.line)
      }
    }
    if (running.size === 0) return page
    return { ...page, lines: page.lines.map((line) => (running.has(line) ? toRunning(line) : line)) }
  })
  return marked.some(hasContent) ? marked : [...pages]
}

const hasContent = ({ lines }: ExtractedPage) =>
  lines.some(({ end, role, start }) => end > start && role !== 'running')

interface Edge {
  readonly line: PageLine
  readonly text: string
  /** What the line is recognised by on other pages; any one of them will do. */
  readonly keys: readonly string[]
}

/** The outermost lines of the page, those of its top and those of its bottom, each from the outside in. */
function edgesOf(page: ExtractedPage): [Edge[], Edge[]] {
  const lines = page.lines.filter((line) => line.end > line.start).sort((a, b) => a.y - b.y)
  const middle = Math.ceil(lines.length / 2)
  const top = lines.slice(0, Math.min(EDGE_LINES, middle))
  const bottom = lines.slice(Math.max(middle, lines.length - EDGE_LINES))
  return [top.map((line) => toEdge(page, line)), bottom.reverse().map((line) => toEdge(page, line))]
}

function toEdge(page: ExtractedPage, line: PageLine): Edge {
  const text = page.text.slice(line.start, line.end).replace(/\s+/g, ' ').trim()
  if (text.length > MAX_LENGTH) return { line, text, keys: [] }
  const keys = countingKeys(text, page.number)
  const isOuter = line.y + line.height <= EDGE_SHARE * page.height || line.y >= (1 - EDGE_SHARE) * page.height
  // Content may repeat too, but not at the same height of page after page. Steps of 8 points, two of them so that no height
  // falls between steps.
  if (isOuter) {
    const letters = text.toLowerCase()
    keys.push(`at ${Math.floor(line.y / 8)} ${letters}`, `about ${Math.floor(line.y / 8 + 0.5)} ${letters}`)
  }
  return { line, text, keys }
}

/**
 * Keys for text that counts the pages: with a hole where the number was, and how far that number is ahead of the page's own.
 * `Annual Report 2025 | 7` on page 9 and `Annual Report 2025 | 8` on page 10 share `-2 Annual Report 2025 | #`.
 */
function countingKeys(text: string, page: number): string[] {
  if (/^[ivxl]+$/i.test(text)) return ['roman']
  return [...text.matchAll(/(?<![\d.,])\d{1,3}(?![\d.,]*\d)/g)].map((match) => {
    const before = text.slice(0, match.index)
    const after = text.slice(match.index + match[0].length)
    return `${Number(match[0]) - page} ${before}#${after}`
  })
}

function isRunning(edge: Edge, index: number, seen: readonly ReadonlySet<string>[]): boolean {
  const needed = Math.min(BACK_LINK.test(edge.text) ? 1 : MIN_REPEATS, seen.length - 1)
  return needed > 0 && edge.keys.some((key) => repeats(key, index, seen) >= needed)
}

function repeats(key: string, index: number, seen: readonly ReadonlySet<string>[]): number {
  // The first and last pages look as far into the document as both sides of the others together.
  const first = Math.max(0, Math.min(index - REACH, seen.length - 1 - 2 * REACH))
  return seen
    .slice(first, first + 2 * REACH + 1)
    .filter((keys, offset) => first + offset !== index && keys.has(key)).length
}

function toRunning(line: PageLine): PageLine {
  const { level: _, ...rest } = line
  return { ...rest, role: 'running' }
}

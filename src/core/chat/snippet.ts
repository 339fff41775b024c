/** Cuts the part of a message that says most of what was searched for. */
import type { Snippet } from '../../contract/index.ts'
import { foldWithPlaces } from './fold-letters.ts'

/** About two lines of a result list. */
const LENGTH = 180
/** Shown before the first hit, so that it is read in its sentence. */
const LEAD = 40

type Hit = readonly [start: number, end: number]

/** The snippet of `text` around the place with most of `words`, which are folded; white space in it is single. */
export function snippetOf(text: string, words: readonly string[]): Snippet {
  const line = text.replace(/\s+/gu, ' ').trim()
  const hits = findWords(line, words)
  const [start, end] = cut(line, bestStart(hits))
  const before = start > 0 ? '…' : ''
  const after = end < line.length ? '…' : ''
  return {
    text: `${before}${line.slice(start, end)}${after}`,
    hits: hits
      .filter((hit) => hit[0] >= start && hit[1] <= end)
      .map((hit) => [hit[0] - start + before.length, hit[1] - start + before.length]),
  }
}

/** Every place of every word, ascending and apart from each other. */
function findWords(line: string, words: readonly string[]): Hit[] {
  const { text, places } = foldWithPlaces(line)
  const found: Hit[] = words.flatMap((word) => {
    const hits: Hit[] = []
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
      hits.push([places[at] ?? 0, (places[at + word.length - 1] ?? 0) + 1])
    }
    return hits
  })
  const apart: Hit[] = []
  for (const hit of found.sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
    if (hit[0] >= (apart.at(-1)?.[1] ?? 0)) apart.push(hit)
  }
  return apart
}

/** Where the window begins that holds most hits; the earliest of equals. */
function bestStart(hits: readonly Hit[]): number {
  let best = 0
  let most = 0
  for (const [index, [from]] of hits.entries()) {
    let last = index
    while (last < hits.length && (hits[last]?.[1] ?? 0) <= from - LEAD + LENGTH) last += 1
    if (last - index <= most) continue
    most = last - index
    best = from
  }
  return best
}

/** A window that starts and ends between words where it can, and never within a character. */
function cut(line: string, hit: number): Hit {
  if (line.length <= LENGTH) return [0, line.length]
  const earliest = Math.max(0, Math.min(hit - LEAD, line.length - LENGTH))
  const space = line.indexOf(' ', earliest)
  const start = earliest === 0 ? 0 : space >= 0 && space < hit ? space + 1 : whole(line, earliest)
  if (start + LENGTH >= line.length) return [start, line.length]
  const lastSpace = line.lastIndexOf(' ', start + LENGTH)
  return [start, lastSpace > hit ? lastSpace : whole(line, start + LENGTH)]
}

/** `at`, or the place before it when it would cut a surrogate pair. */
const whole = (line: string, at: number): number => (/[\uDC00-\uDFFF]/u.test(line[at] ?? '') ? at - 1 : at)

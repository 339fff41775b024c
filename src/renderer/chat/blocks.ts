/** Cuts Markdown into its blocks, so that while an answer is written only the last one is rendered anew. */
import { countMarkers } from './markers.ts'

export interface Block {
  readonly text: string
  /** How many citation markers stand before it. */
  readonly markersBefore: number
}

const FENCE = /^ {0,3}(```+|~~~+|\$\$)/
/** A line that goes on with the block before it although a blank line lies between: lists, and what is indented under them. */
const CONTINUES = /^(?:\s{2,}\S|\s*(?:[-*+]|\d{1,9}[.)])\s)/

/** The blocks joined by blank lines are the text again, up to the number of those lines. */
export function blocksOf(markdown: string): Block[] {
  const texts: string[] = []
  let lines: string[] = []
  let fence: string | undefined
  const close = () => {
    if (lines.length > 0) texts.push(lines.join('\n'))
    lines = []
  }
  let blanks = 0
  for (const line of markdown.split('\n')) {
    const mark = FENCE.exec(line)?.[1]
    if (fence === undefined && line.trim() === '') {
      blanks += 1
      continue
    }
    if (blanks > 0 && lines.length > 0) {
      if (CONTINUES.test(line) && CONTINUES.test(lines[0] ?? '')) lines.push('')
      else close()
    }
    blanks = 0
    lines.push(line)
    if (mark === undefined) continue
    if (fence === undefined)
      fence =
        line.trim().length > mark.length && mark === '$$' && line.trim().endsWith('$$') ? undefined : mark
    else if (mark.startsWith(fence)) fence = undefined
  }
  close()
  let markersBefore = 0
  return texts.map((text) => {
    const block = { text, markersBefore }
    markersBefore += countMarkers(text)
    return block
  })
}

/** Closes what the end of an unfinished answer leaves open, so that it looks from the first word as it will when it is done. */
export function closeProvisionally(text: string): string {
  const fences = text.match(/^ {0,3}```/gm)?.length ?? 0
  if (fences % 2 === 1) return `${text}\n\`\`\``
  // Half a formula is an error; it comes when it is whole.
  if ((text.match(/\$\$/g)?.length ?? 0) % 2 === 1) return text.slice(0, text.lastIndexOf('$$')).trimEnd()
  const line = text.slice(text.lastIndexOf('\n') + 1)
  const rows = text
    .slice(0, text.length - line.length)
    .trimEnd()
    .split('\n')
  const head = rows.at(-1) ?? ''
  // A table is one from its first row on; a rule that is half written would make a paragraph of bars of it.
  if (/^[\s|:-]+$/.test(line) && isRow(head) && !isRow(rows.at(-2) ?? '')) {
    return `${text.slice(0, text.length - line.length)}${ruleOf(head)}`
  }
  if (/^\s*\|/.test(line)) {
    const row = isRow(line) ? line : `${line} |`
    const before = text.slice(0, text.length - line.length)
    return isRow(head) ? before + row : `${before}${row}\n${ruleOf(row)}`
  }
  let closed = text
  if ((line.match(/`/g) ?? []).length % 2 === 1) closed += '`'
  else if ((line.match(/\*\*/g) ?? []).length % 2 === 1) closed += line.endsWith('**') ? '' : '**'
  return closed
}

const isRow = (line: string) => /^\s*\|.*\|\s*$/.test(line)

const ruleOf = (row: string) => `|${' --- |'.repeat(Math.max(1, row.trim().split('|').length - 2))}`

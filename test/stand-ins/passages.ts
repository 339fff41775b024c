/** Passages for tests, made of plain text: a line with tabs is a table row, one that starts with # a heading. */
import type { PageLine } from '../../src/core/database/page-line.ts'

/** A passage as the chat handles it, numbered `n`, on page `n` of `documentName`; its lines are 12 points apart. */
export function makePassage(
  n: number,
  source: string,
  documentName = 'acme_2018.pdf',
  headingPath: string[] = [],
) {
  const lines: PageLine[] = []
  let text = ''
  for (const line of source.split('\n')) {
    const role = line.includes('\t') ? 'table' : line.startsWith('# ') ? 'heading' : 'body'
    const start = text.length
    text += role === 'heading' ? line.slice(2) : line
    lines.push({ start, end: text.length, x: 72, y: 100 + 12 * lines.length, width: 300, height: 10, role })
    text += '\n'
  }
  text = text.slice(0, -1)
  const chunkId = `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
  const documentId = chunkId
  return { n, chunkId, documentId, documentName, page: n, score: 1 / n, text, lines, rects: [], headingPath }
}

/** A rehype plugin: sets columns of figures at the end of their cells, and marks the row that sums them up. */

interface Element {
  readonly type: string
  readonly tagName?: string
  readonly value?: string
  properties?: Record<string, unknown>
  readonly children?: Element[]
}

/** Signs and units that may stand beside an amount; brackets stand for a minus. */
const BESIDE = /[\s()$€£¥﷼%٪+\-−–~≈<>]|US(?=\$)/g
const FIGURE =
  /^\p{Nd}[\p{Nd}.,٫٬'’]*(?:x|pts?|bps|bn|m|k|million|billion|thousand|میلیون|میلیارد|هزار|درصد)?$/iu
const NONE = /^\s*(?:[-−–—]|n\/?a|nm)?\s*$/i
const TOTAL = /^\s*(?:(?:grand |sub)?total\b|جمع|مجموع)/i

export function alignNumbers() {
  return (tree: unknown) => visit(tree as Element)
}

function visit(element: Element): void {
  if (element.tagName === 'table') align(element)
  else for (const child of element.children ?? []) visit(child)
}

function align(table: Element): void {
  const rows = all(table, 'tr').map((row) => cells(row))
  const body = rows.filter((row) => row.some(({ tagName }) => tagName === 'td'))
  const columns = Math.max(0, ...rows.map((row) => row.length))
  for (let column = 0; column < columns; column += 1) {
    const texts = body.map((row) => textOf(row[column]))
    // The first column names the rows, by years or numbers too.
    const figures =
      column > 0 && texts.some(isFigure) && texts.every((text) => isFigure(text) || NONE.test(text))
    for (const row of rows) {
      const cell = row[column]
      if (!cell) continue
      // Left and right are the author's; start and end are the reader's.
      const { align: _, ...properties } = cell.properties ?? {}
      cell.properties = { ...properties, ...(figures && { 'data-figure': '' }) }
    }
  }
  const last = body.at(-1)
  if (last && body.length > 1 && TOTAL.test(textOf(last[0])))
    for (const cell of last) cell.properties = { ...cell.properties, 'data-total': '' }
}

const isFigure = (text: string) => FIGURE.test(text.replace(BESIDE, ''))

const all = (element: Element, tagName: string): Element[] =>
  (element.children ?? []).flatMap((child) => (child.tagName === tagName ? [child] : all(child, tagName)))

const cells = (row: Element) =>
  (row.children ?? []).filter(({ tagName }) => tagName === 'td' || tagName === 'th')

const textOf = (element: Element | undefined): string =>
  element?.value ?? (element?.children ?? []).map(textOf).join('')

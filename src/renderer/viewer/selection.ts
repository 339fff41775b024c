/** The text that is selected on a page, and where it is. */

/** More than a question can hold with what is asked about it. */
const LONGEST = 2_000

export interface Selected {
  readonly text: string
  /** Below its middle, in CSS pixels of the window. */
  readonly x: number
  readonly y: number
}

export function selectionOnPage(): Selected | null {
  const selection = getSelection()
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null
  const element = selection.anchorNode?.parentElement
  if (!element?.closest('.textLayer')) return null
  const text = selection.toString().replace(/\s+/g, ' ').trim().slice(0, LONGEST)
  if (text === '') return null
  const box = selection.getRangeAt(0).getBoundingClientRect()
  const x = Math.max(120, Math.min(window.innerWidth - 120, box.left + box.width / 2))
  return { text, x, y: Math.min(window.innerHeight - 80, box.bottom + 8) }
}

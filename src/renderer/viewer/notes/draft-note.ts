/** Begins a note to the passage that is selected on a page. */
import type { Rect } from '../../../contract/index.ts'
import { selectionOnPage } from '../selection.ts'
import { useViewer } from '../store.ts'
import { useToolState } from '../tools.ts'
import { linesOf } from './lines.ts'
import { useNotes } from './store.ts'

export function draftNote(): void {
  const { documentId } = useViewer.getState()
  const selected = selectionOnPage()
  const range = getSelection()?.getRangeAt(0)
  if (documentId === null || !selected || !range) return
  const rects = linesOf([...range.getClientRects()].flatMap(onPage)).slice(0, 500)
  const [first] = rects
  if (!first) return
  useNotes.getState().begin({ documentId, page: first.page, rects, quote: selected.text, note: '' })
  useToolState.getState().set({ side: 'notes' })
  getSelection()?.removeAllRanges()
}

/** A box of the window in points of the page under it. */
function onPage({ left, top, right, bottom }: DOMRect): Rect[] {
  const { pages } = useToolState.getState()
  const start = pages?.placeOf(left, top)
  const end = pages?.placeOf(right, bottom)
  if (!start || !end || start.page !== end.page) return []
  return [{ ...start, width: end.x - start.x, height: end.y - start.y }]
}

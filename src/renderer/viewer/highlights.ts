/** Draws the cited passages on a page: its lines, a bar beside them and the number in the margin. */
import i18next from 'i18next'
import type { Annotation, Citation, Rect } from '../../contract/index.ts'
import { formatNumber } from '../i18n/format.ts'
import { around, placeOf, runsOf, type Size } from './geometry.ts'
import type { CitationTrail } from './store.ts'

export interface Marks {
  readonly trail: CitationTrail | null
  readonly documentId: string
  readonly hovered: Citation | null
  readonly notes: readonly Pick<Annotation, 'id' | 'rects' | 'note' | 'author'>[]
  /** The id of the note that is being read or written. */
  readonly chosenNote: string | null
  /** Lines of a search hit that was opened. */
  readonly found: readonly Rect[]
  /** Whether the current passage was just arrived at. */
  readonly pulse: boolean
}

const LAYER = 'docuchat-marks'

/** Puts the marks of page `number` over its canvas and under its text, in place of those it had. */
export function drawMarks(page: HTMLElement, number: number, size: Size, marks: Marks): void {
  page.querySelector(`.${LAYER}`)?.remove()
  const layer = document.createElement('div')
  layer.className = LAYER
  const { trail } = marks
  const here = (rects: readonly Rect[]) => rects.filter((rect) => rect.page === number)
  // Below the citations: what is being looked at comes first.
  for (const note of marks.notes) {
    const kind = note.id === marks.chosenNote ? 'note-chosen' : 'note'
    layer.append(...linesOf(here(note.rects), size, kind, false, nameOfNote(note)))
  }
  // The current passage is drawn last, over the others.
  const order = (trail?.citations ?? [])
    .map((citation, index) => ({ citation, isCurrent: index === trail?.current }))
    .sort((a, b) => Number(a.isCurrent) - Number(b.isCurrent))
  const current = trail?.citations[trail.current]
  for (const { citation, isCurrent } of order) {
    if (citation.documentId !== marks.documentId) continue
    // A line that the current passage has too is marked once: two colours would mix to a third.
    const rects = here(citation.rects).filter(
      (rect) => isCurrent || !current?.rects.some((one) => isSame(one, rect)),
    )
    if (rects.length === 0) continue
    const kind = isCurrent ? 'current' : 'other'
    layer.append(...linesOf(rects, size, kind, marks.pulse && isCurrent, labelOf(citation, trail, isCurrent)))
    for (const run of runsOf(rects)) layer.append(...marginOf(citation.n, run, size, kind))
  }
  if (marks.hovered?.documentId === marks.documentId) {
    layer.append(...linesOf(here(marks.hovered.rects), size, 'hovered', false, ''))
  }
  layer.append(...linesOf(here(marks.found), size, 'hit', marks.pulse, i18next.t('viewer:hit')))
  if (layer.childElementCount > 0) page.append(layer)
}

const isSame = (a: Rect, b: Rect): boolean => a.page === b.page && a.x === b.x && a.y === b.y

type Kind = 'current' | 'other' | 'hovered' | 'hit' | 'note' | 'note-chosen'

function linesOf(
  rects: readonly Rect[],
  size: Size,
  kind: Kind,
  pulse: boolean,
  label: string,
): HTMLElement[] {
  return rects.map((rect, index) => {
    const mark = document.createElement('mark')
    mark.className = `docuchat-mark docuchat-mark-${kind}${pulse ? ' docuchat-pulse' : ''}`
    // Its name is said once, not line by line.
    if (index === 0 && label !== '') {
      mark.setAttribute('role', 'img')
      mark.setAttribute('aria-label', label)
    } else mark.setAttribute('aria-hidden', 'true')
    Object.assign(mark.style, placeOf(rect, size))
    return mark
  })
}

const nameOfNote = ({ note, author }: Marks['notes'][number]): string =>
  note === ''
    ? i18next.t('viewer:markedBy', { name: author.name })
    : i18next.t('viewer:noteBy', { name: author.name, note })

function marginOf(n: number, rects: readonly Rect[], size: Size, kind: Kind): HTMLElement[] {
  const all = around(rects)
  if (!all) return []
  const bar = document.createElement('span')
  bar.className = `docuchat-bar docuchat-bar-${kind}`
  Object.assign(bar.style, placeOf({ ...all, x: Math.max(14, all.x - 8), width: 1.5 }, size))
  const number = document.createElement('span')
  number.className = `docuchat-number docuchat-number-${kind}`
  number.textContent = formatNumber(n)
  number.setAttribute('aria-hidden', 'true')
  const { left, top } = placeOf({ ...all, x: Math.max(2, all.x - 28) }, size)
  Object.assign(number.style, { left, top })
  return [bar, number]
}

function labelOf({ n }: Citation, trail: CitationTrail | null, isCurrent: boolean): string {
  const count = new Set(trail?.citations.map((citation) => citation.n)).size
  return i18next.t(isCurrent ? 'viewer:currentCitation' : 'viewer:citation', {
    n: formatNumber(n),
    count,
    formatted: formatNumber(count),
  })
}

/** The pages of the open document, drawn by pdf.js's viewer, with the marks of citations on them. */
import 'pdfjs-dist/web/pdf_viewer.css'
import './viewer.css'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { type MouseEvent, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { classes } from '../kit/index.ts'
import { isWithin } from './geometry.ts'
import { marksOf, useNotes } from './notes/store.ts'
import { openPages, type Pages } from './open-pages.ts'
import { useViewer } from './store.ts'
import { useToolState } from './tools.ts'

export function PagesView({
  pdf,
  documentId,
  dark,
  onOpen,
}: {
  readonly pdf: PDFDocumentProxy
  readonly documentId: string
  readonly dark: boolean
  readonly onOpen: (pages: Pages | null) => void
}) {
  const { t } = useTranslation('viewer')
  const container = useRef<HTMLDivElement>(null)
  const pages = useRef<Pages>(null)

  useEffect(() => {
    const element = container.current
    if (!element) return
    const opened = openPages({
      container: element,
      pdf,
      documentId,
      dark,
      onPage: (page, count) => useViewer.getState().arrived(page, count),
    })
    pages.current = opened
    onOpen(opened)
    const draw = () => {
      const { trail, hovered, destination } = useViewer.getState()
      opened.mark({
        trail,
        hovered,
        documentId,
        found: trailOwns(destination) || destination?.isNote ? [] : (destination?.rects ?? []),
        pulse: false,
        notes: marksOf(useNotes.getState(), documentId),
        chosenNote: useNotes.getState().chosen,
      })
    }
    const { destination } = useViewer.getState()
    draw()
    if (destination?.documentId === documentId) opened.go(destination)
    const stop = useViewer.subscribe((after, before) => {
      if (
        after.trail !== before.trail ||
        after.hovered !== before.hovered ||
        after.destination !== before.destination
      )
        draw()
      if (
        after.destination &&
        after.destination !== before.destination &&
        after.destination.documentId === documentId
      ) {
        opened.go(after.destination)
      }
    })
    const stopNotes = useNotes.subscribe(draw)
    // Without them the pages can be read all the same; the panel says what went wrong.
    void useNotes
      .getState()
      .read(documentId)
      .catch(() => {})
    return () => {
      stop()
      stopNotes()
      onOpen(null)
      pages.current = null
      opened.close()
    }
  }, [pdf, documentId, dark, onOpen])

  /** Clicking a highlight makes it the current one. */
  function onClick(event: MouseEvent) {
    const { trail, showCitation } = useViewer.getState()
    if (!globalThis.getSelection()?.isCollapsed) return
    const place = pages.current?.placeOf(event.clientX, event.clientY)
    if (!place) return
    if (!trail || !chooseCitation(place)) chooseNote(place)

    function chooseCitation({ page, x, y }: Place): boolean {
      if (!trail) return false
      const clicked = trail.citations.findIndex(
        (citation) =>
          citation.documentId === documentId &&
          isWithin(
            x,
            y,
            citation.rects.filter((rect) => rect.page === page),
          ),
      )
      if (clicked < 0) return false
      if (clicked === trail.current) return true
      showCitation({ ...trail, current: clicked })
      document.getElementById(`citation-${trail.messageId}-${clicked}`)?.scrollIntoView({ block: 'center' })
      return true
    }
  }

  /** Shows the note that the passage has in the panel beside the pages. */
  function chooseNote({ page, x, y }: Place): void {
    const { notes, choose } = useNotes.getState()
    const clicked = notes.get(documentId)?.find(({ rects }) =>
      isWithin(
        x,
        y,
        rects.filter((rect) => rect.page === page),
      ),
    )
    if (!clicked) return
    choose(clicked.id)
    useToolState.getState().set({ side: 'notes' })
  }

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the citations are stepped through by Alt and the arrows
    // biome-ignore lint/a11y/useSemanticElements: pdf.js takes a div
    <div
      ref={container}
      role="region"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
      tabIndex={0}
      aria-label={t('pages')}
      onClick={onClick}
      dir="ltr"
      className={classes('docuchat-pages outline-offset-[-2px]', dark && 'docuchat-dark')}
    >
      <div className="pdfViewer" />
    </div>
  )
}

interface Place {
  readonly page: number
  readonly x: number
  readonly y: number
}

/** A citation's own lines are marked as such, not as a search hit. */
function trailOwns(destination: ReturnType<typeof useViewer.getState>['destination']): boolean {
  const { trail } = useViewer.getState()
  return trail?.citations[trail.current]?.rects === destination?.rects
}

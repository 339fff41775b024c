/** The pages of the open document, drawn by pdf.js's viewer, with the marks of citations on them. */
import 'pdfjs-dist/web/pdf_viewer.css'
import './viewer.css'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { type MouseEvent, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { classes } from '../kit/index.ts'
import { isWithin } from './geometry.ts'
import { openPages, type Pages } from './open-pages.ts'
import { useViewer } from './store.ts'

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
        found: trailOwns(destination) ? [] : (destination?.rects ?? []),
        pulse: false,
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
    return () => {
      stop()
      onOpen(null)
      pages.current = null
      opened.close()
    }
  }, [pdf, documentId, dark, onOpen])

  /** Clicking a highlight makes it the current one. */
  function onClick(event: MouseEvent) {
    const { trail, showCitation } = useViewer.getState()
    if (!trail || !globalThis.getSelection()?.isCollapsed) return
    const place = pages.current?.placeOf(event.clientX, event.clientY)
    if (!place) return
    const clicked = trail.citations.findIndex(
      (citation) =>
        citation.documentId === documentId &&
        isWithin(
          place.x,
          place.y,
          citation.rects.filter((rect) => rect.page === place.page),
        ),
    )
    if (clicked < 0 || clicked === trail.current) return
    showCitation({ ...trail, current: clicked })
    document.getElementById(`citation-${trail.messageId}-${clicked}`)?.scrollIntoView({ block: 'center' })
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

/** A citation's own lines are marked as such, not as a search hit. */
function trailOwns(destination: ReturnType<typeof useViewer.getState>['destination']): boolean {
  const { trail } = useViewer.getState()
  return trail?.citations[trail.current]?.rects === destination?.rects
}

/** Beside the pages: their pictures, the document's own outline, or the notes on it. */
import { useVirtualizer } from '@tanstack/react-virtual'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../i18n/format.ts'
import { classes } from '../kit/index.ts'
import { NotesPanel } from './notes/notes-panel.tsx'
import type { Pages } from './open-pages.ts'
import { useViewer } from './store.ts'

export function SidePanel({
  pdf,
  documentId,
  kind,
  pages,
}: {
  readonly pdf: PDFDocumentProxy
  readonly documentId: string
  readonly kind: 'thumbnails' | 'outline' | 'notes'
  readonly pages: Pages | null
}) {
  if (kind === 'notes') return <NotesPanel key={documentId} documentId={documentId} />
  return kind === 'thumbnails' ? <Thumbnails pdf={pdf} /> : <Outline pdf={pdf} pages={pages} />
}

const THUMBNAIL = 112

function Thumbnails({ pdf }: { readonly pdf: PDFDocumentProxy }) {
  const { t } = useTranslation('viewer')
  const { page, trail, documentId, goToPage } = useViewer()
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: pdf.numPages,
    getScrollElement: () => scroller.current,
    estimateSize: () => THUMBNAIL,
    overscan: 2,
  })
  useEffect(() => virtual.scrollToIndex(page - 1, { align: 'auto' }), [page, virtual])
  const cited = new Map<number, 'current' | 'other'>()
  trail?.citations.forEach((citation, index) => {
    if (citation.documentId !== documentId) return
    if (cited.get(citation.page) !== 'current')
      cited.set(citation.page, index === trail.current ? 'current' : 'other')
  })
  return (
    <nav
      ref={scroller}
      aria-label={t('thumbnails')}
      className="w-(--thumbs-w) shrink-0 overflow-y-auto border-e border-line bg-window"
    >
      <ol className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const number = index + 1
          const mark = cited.get(number)
          return (
            <li
              key={index}
              className="absolute inset-x-0 flex h-28 flex-col items-center pt-2"
              style={{ top: start }}
            >
              <button
                type="button"
                aria-label={t('goToPage', { page: formatNumber(number) })}
                aria-current={number === page || undefined}
                onClick={() => goToPage(number)}
                className={classes(
                  'relative h-20 w-15 overflow-hidden bg-page shadow-page',
                  number === page && 'outline-2 outline-accent',
                )}
              >
                <Thumbnail pdf={pdf} number={number} />
                {mark && (
                  <span
                    className={classes(
                      'absolute inset-x-1 top-2 h-1.5',
                      mark === 'current' ? 'bg-mark-chip' : 'bg-mark-other-edge',
                    )}
                  />
                )}
              </button>
              <span className="text-2xs text-muted">{formatNumber(number)}</span>
            </li>
          )
        })}
      </ol>
    </nav>
  )
}

function Thumbnail({ pdf, number }: { readonly pdf: PDFDocumentProxy; readonly number: number }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    let task: { cancel(): void } | undefined
    let left = false
    void (async () => {
      const page = await pdf.getPage(number)
      const element = canvas.current
      if (left || !element) return
      const viewport = page.getViewport({ scale: 120 / page.getViewport({ scale: 1 }).width })
      element.width = viewport.width
      element.height = viewport.height
      const rendering = page.render({ canvas: element, viewport })
      task = rendering
      await rendering.promise
    })().catch(() => {
      // Scrolled out of sight before it was drawn, or a page that cannot be drawn: its number stays.
    })
    return () => {
      left = true
      task?.cancel()
    }
  }, [pdf, number])
  return <canvas ref={canvas} className="size-full object-contain object-top" />
}

interface OutlineItem {
  readonly title: string
  readonly dest: string | unknown[] | null
  readonly items: readonly OutlineItem[]
}

function Outline({ pdf, pages }: { readonly pdf: PDFDocumentProxy; readonly pages: Pages | null }) {
  const { t } = useTranslation('viewer')
  const [items, setItems] = useState<readonly OutlineItem[]>()
  useEffect(() => {
    let current = true
    pdf.getOutline().then(
      (outline) => current && setItems(outline ?? []),
      () => current && setItems([]),
    )
    return () => {
      current = false
    }
  }, [pdf])
  return (
    <nav
      aria-label={t('outline')}
      className="w-52 shrink-0 overflow-y-auto border-e border-line bg-window p-2"
    >
      {items?.length === 0 && <p className="p-1 text-muted">{t('noOutline')}</p>}
      {items && items.length > 0 && <Entries items={items} pages={pages} />}
    </nav>
  )
}

function Entries({ items, pages }: { readonly items: readonly OutlineItem[]; readonly pages: Pages | null }) {
  return (
    <ul className="ps-2 first:ps-0">
      {items.map(({ title, dest, items: below }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an outline does not change
        <li key={index}>
          <button
            type="button"
            disabled={dest === null}
            onClick={() => dest !== null && pages?.goToDestination(dest)}
            className="w-full rounded-control px-1.5 py-0.5 text-sm text-soft hover:bg-hover hover:text-fg"
          >
            <bdi dir="auto" className="line-clamp-2">
              {title}
            </bdi>
          </button>
          {below.length > 0 && <Entries items={below} pages={pages} />}
        </li>
      ))}
    </ul>
  )
}

/** Ticks along the scroll bar: where in the document the answer's citations lie. */
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../i18n/format.ts'
import { classes } from '../kit/index.ts'
import { shareDown } from './geometry.ts'
import { useViewer } from './store.ts'

/** Good enough for a tick: most pages are about as high. */
const PAGE_HEIGHT = 792

export function CitationRuler({ documentId }: { readonly documentId: string }) {
  const { t } = useTranslation('viewer')
  const { trail, pageCount, showCitation } = useViewer()
  if (!trail || pageCount === 0) return null
  return (
    <div className="pointer-events-none absolute inset-y-2 end-0 z-10 w-3">
      {trail.citations.map((citation, index) => {
        if (citation.documentId !== documentId) return null
        const current = index === trail.current
        const share = shareDown(citation.page, citation.rects[0]?.y ?? 0, PAGE_HEIGHT, pageCount)
        return (
          <button
            // biome-ignore lint/suspicious/noArrayIndexKey: one passage may be cited twice
            key={`${citation.chunkId} ${index}`}
            type="button"
            tabIndex={-1}
            aria-label={t('tick', { n: formatNumber(citation.n), page: formatNumber(citation.page) })}
            onClick={() => showCitation({ ...trail, current: index })}
            style={{ top: `${share * 100}%` }}
            className={classes(
              'pointer-events-auto absolute end-0.5 h-0.75 w-2 before:absolute before:-inset-1.5',
              current ? 'z-10 bg-mark-edge' : 'bg-mark-other-edge',
            )}
          />
        )
      })}
    </div>
  )
}

/** The number of a citation in the text: pointing at it shows the passage, clicking opens the page at its lines. */
import { Check, FileText } from 'lucide-react'
import { HoverCard } from 'radix-ui'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Citation } from '../../contract/index.ts'
import { formatNumber } from '../i18n/format.ts'
import { classes, Name } from '../kit/index.ts'
import { useViewer } from '../viewer/store.ts'

export function CitationChip({
  messageId,
  citations,
  k,
}: {
  readonly messageId: string
  readonly citations: readonly Citation[]
  readonly k: number
}) {
  const { t } = useTranslation(['chat', 'common'])
  const current = useViewer(({ trail }) => {
    if (trail?.messageId !== messageId) return 'none'
    if (trail.current === k) return 'clicked'
    return trail.citations[trail.current]?.n === citations[k]?.n ? 'same' : 'none'
  })
  const showCitation = useViewer((viewer) => viewer.showCitation)
  const hover = useViewer((viewer) => viewer.hover)
  const [open, setOpen] = useState(false)
  const citation = citations[k]
  // A marker whose citation has not come yet is not shown: it appears complete or not at all.
  if (!citation) return null
  return (
    <HoverCard.Root
      openDelay={150}
      closeDelay={100}
      open={open}
      onOpenChange={(opens) => {
        setOpen(opens)
        hover(opens ? citation : null)
      }}
    >
      <HoverCard.Trigger asChild>
        <button
          type="button"
          id={`citation-${messageId}-${k}`}
          aria-label={t('citationLabel', {
            n: formatNumber(citation.n),
            name: citation.documentName,
            page: formatNumber(citation.page),
          })}
          aria-current={current === 'clicked' || undefined}
          onClick={() => {
            // The page says the same now, and must not be covered.
            setOpen(false)
            hover(null)
            showCitation({ messageId, citations, current: k })
          }}
          className={classes(
            'relative mx-0.5 inline-grid h-4.25 min-w-4.25 place-items-center rounded-chip px-1 align-[1px] text-2xs leading-none font-semibold before:absolute before:-inset-1',
            current === 'none' ? 'bg-mark-other text-mark-other-fg' : 'bg-mark-chip text-mark-chip-fg',
            current === 'clicked' && 'outline-[1.5px] outline-offset-1 outline-mark-edge',
          )}
        >
          {formatNumber(citation.n)}
        </button>
      </HoverCard.Trigger>
      <HoverCard.Portal>
        <HoverCard.Content
          side="top"
          sideOffset={6}
          collisionPadding={12}
          className="z-50 w-84 rounded-card bg-raised p-3 text-sm shadow-pop"
        >
          <p className="mb-1 flex min-w-0 items-center gap-1.5 text-muted">
            <FileText size={14} />
            <Name>{citation.documentName}</Name>
            <span className="shrink-0">{t('page', { page: formatNumber(citation.page) })}</span>
          </p>
          <p dir="auto" className="line-clamp-6">
            <mark className="bg-mark-other text-mark-other-fg">{citation.quote}</mark>
          </p>
          <p className="mt-2 flex items-center gap-1.5 text-xs text-muted">
            <Check size={14} className="text-success-fg" /> {t('verified')}
          </p>
        </HoverCard.Content>
      </HoverCard.Portal>
    </HoverCard.Root>
  )
}

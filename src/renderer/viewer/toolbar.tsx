/** The viewer's tools: side panel, pages, zoom, find, dark pages, and the steps through an answer's citations. */
import {
  ChevronDown,
  ChevronLeft,
  ChevronRight,
  ChevronUp,
  Contrast,
  List,
  Minus,
  MoveHorizontal,
  PanelLeft,
  Plus,
  Search,
  StickyNote,
} from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatNumber, formatPercent } from '../i18n/format.ts'
import { IconButton } from '../kit/index.ts'
import { FindBar } from './find-bar.tsx'
import type { Pages } from './open-pages.ts'
import { useViewer } from './store.ts'
import type { Tools } from './tools.ts'

export function Toolbar({ pages, tools }: { readonly pages: Pages | null; readonly tools: Tools }) {
  const { t } = useTranslation('viewer')
  const [scale, setScale] = useState(1)
  const [matches, setMatches] = useState({ current: 0, total: 0 })
  const toggle = (side: NonNullable<Tools['side']>) => tools.set({ side: tools.side === side ? null : side })
  useEffect(() => {
    pages?.listen({ scale: setScale, matches: (current, total) => setMatches({ current, total }) })
  }, [pages])
  return (
    <>
      <div
        role="toolbar"
        aria-label={t('tools')}
        className="flex min-h-(--panebar-h) shrink-0 flex-wrap items-center gap-x-0.5 border-b border-line bg-pane px-1.5 py-1 [@media(max-height:700px)]:min-h-9 [@media(max-height:700px)]:py-0.5"
      >
        <IconButton
          label={t('thumbnails')}
          icon={<PanelLeft size={16} className="flip" />}
          pressed={tools.side === 'thumbnails'}
          onClick={() => toggle('thumbnails')}
        />
        <IconButton
          label={t('outline')}
          icon={<List size={16} />}
          pressed={tools.side === 'outline'}
          onClick={() => toggle('outline')}
        />
        <IconButton
          label={t('notes')}
          icon={<StickyNote size={16} />}
          pressed={tools.side === 'notes'}
          onClick={() => toggle('notes')}
        />
        <Divider />
        <PageField />
        <Divider />
        <IconButton
          label={t('zoomOut')}
          keys="Ctrl -"
          icon={<Minus size={16} />}
          onClick={() => pages?.zoom('out')}
        />
        <span className="tabular w-10 text-center text-sm text-soft max-[1180px]:sr-only">
          {formatPercent(scale)}
        </span>
        <IconButton
          label={t('zoomIn')}
          keys="Ctrl ="
          icon={<Plus size={16} />}
          onClick={() => pages?.zoom('in')}
        />
        <IconButton
          label={t('fitWidth')}
          keys="Ctrl 0"
          icon={<MoveHorizontal size={16} />}
          onClick={() => pages?.zoom('width')}
        />
        <IconButton
          label={t('find')}
          keys="Ctrl F"
          icon={<Search size={16} />}
          pressed={tools.finding}
          onClick={() => tools.set({ finding: !tools.finding })}
        />
        <IconButton
          label={t('darkPages')}
          icon={<Contrast size={16} />}
          pressed={tools.dark}
          onClick={() => tools.set({ dark: !tools.dark })}
        />
        <span className="flex-1" />
        <Stepper />
      </div>
      {tools.finding && pages && (
        <FindBar pages={pages} matches={matches} onClose={() => tools.set({ finding: false })} />
      )}
    </>
  )
}

const Divider = () => <span className="mx-0.5 h-5 w-px bg-line" />

function PageField(): ReactNode {
  const { t } = useTranslation('viewer')
  const { page, pageCount, goToPage } = useViewer()
  const [draft, setDraft] = useState<string | null>(null)
  return (
    <>
      <IconButton
        label={t('previousPage')}
        keys="PageUp"
        icon={<ChevronUp size={16} />}
        disabled={page <= 1}
        onClick={() => goToPage(page - 1)}
      />
      <IconButton
        label={t('nextPage')}
        keys="PageDown"
        icon={<ChevronDown size={16} />}
        disabled={page >= pageCount}
        onClick={() => goToPage(page + 1)}
      />
      <input
        id="viewer-page"
        inputMode="numeric"
        aria-label={t('page')}
        value={draft ?? formatNumber(page)}
        onFocus={(event) => {
          setDraft(String(page))
          event.target.select()
        }}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={() => setDraft(null)}
        onKeyDown={(event) => {
          event.stopPropagation()
          if (event.key === 'Escape') event.currentTarget.blur()
          if (event.key !== 'Enter') return
          const wanted = Number(latinDigits(draft ?? ''))
          if (Number.isInteger(wanted) && wanted > 0) goToPage(wanted)
          event.currentTarget.blur()
        }}
        className="h-6 w-10 rounded-control border border-line-strong bg-raised text-center text-sm outline-none focus:outline-2 focus:outline-focus"
      />
      <span className="tabular text-sm text-muted">
        {t('ofPages', { formatted: formatNumber(pageCount) })}
      </span>
    </>
  )
}

/** Persian and Arabic digits as Latin ones. */
export const latinDigits = (text: string): string =>
  text.replace(/[۰-۹٠-٩]/g, (digit) => String(digit.charCodeAt(0) & 0xf))

function Stepper(): ReactNode {
  const { t } = useTranslation('viewer')
  const { trail, step } = useViewer()
  if (!trail || trail.citations.length === 0) return null
  const { length } = trail.citations
  const n = trail.citations[trail.current]?.n ?? 1
  return (
    <fieldset aria-label={t('citations')} className="flex items-center gap-1">
      <button
        type="button"
        title={t('backToAnswer')}
        aria-label={t('backToAnswer')}
        onClick={() => {
          const number = document.getElementById(`citation-${trail.messageId}-${trail.current}`)
          number?.scrollIntoView({ block: 'center' })
          number?.focus()
        }}
        className="grid h-4.25 min-w-4.25 place-items-center rounded-chip bg-mark-chip px-1 text-2xs font-semibold text-mark-chip-fg"
      >
        {formatNumber(n)}
      </button>
      <span className="tabular text-sm text-soft">
        {t('stepOf', { current: formatNumber(trail.current + 1), formatted: formatNumber(length) })}
      </span>
      <IconButton
        label={t('previousCitation')}
        keys="Alt ↑"
        icon={<ChevronLeft size={16} className="flip" />}
        onClick={() => step(-1)}
      />
      <IconButton
        label={t('nextCitation')}
        keys="Alt ↓"
        icon={<ChevronRight size={16} className="flip" />}
        onClick={() => step(1)}
      />
    </fieldset>
  )
}

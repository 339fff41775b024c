/** A file at work: its step, pages, speed and time left. */
import { Clock, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Document } from '../../../contract/index.ts'
import { formatBytes, formatDuration, formatNumber } from '../../i18n/format.ts'
import { IconButton, ProgressRing } from '../../kit/index.ts'
import { useHasRole } from '../../state/account.ts'
import { cancel } from '../actions.ts'
import type { ImportRow } from '../imports.ts'
import { segmentsOf, shareOf } from '../progress.ts'
import { useLibrary } from '../store.ts'
import { LEFT, Line, PAGES, SPEED } from './columns.tsx'

/** What a status at work is called; the settled ones have rows of their own. */
const STEP = {
  waiting: 'step_waiting',
  queued: 'step_waiting',
  extracting: 'step_extracting',
  chunking: 'step_chunking',
  embedding: 'step_embedding',
  indexing: 'step_indexing',
  ready: 'waiting',
  failed: 'failed',
  cancelled: 'stopped',
} as const

export function Working({ row, document }: { readonly row: ImportRow; readonly document: Document }) {
  const { t } = useTranslation('library')
  const mayChange = useHasRole('member')
  const speed = useLibrary(({ speeds }) => speeds.get(document.id))
  const { status, pageCount, pagesDone } = document
  const left = speed && pageCount !== null ? ((pageCount - pagesDone) / speed) * 1_000 : null
  const waiting = status === 'queued'
  return (
    <Line
      icon={
        waiting ? (
          <Clock size={16} />
        ) : (
          <ProgressRing share={shareOf(document)} label={t('adding', { name: row.name })} />
        )
      }
      row={row}
      note={formatBytes(row.bytes)}
    >
      <div className="min-w-32 flex-1">
        <div className="flex gap-1" aria-hidden="true">
          {segmentsOf(document).map((filled, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: always the same four
            <span key={index} className="h-1 flex-1 overflow-hidden rounded-[2px] bg-active">
              <span className="block h-full bg-accent" style={{ width: `${filled * 100}%` }} />
            </span>
          ))}
        </div>
        <p className="text-xs text-muted">{t(STEP[status])}</p>
      </div>
      <span className={`${PAGES} text-muted`}>
        {pageCount !== null &&
          t('pagesOf', { done: formatNumber(pagesDone), formatted: formatNumber(pageCount) })}
      </span>
      <span className={`${SPEED} text-muted`}>
        {speed !== undefined && t('speed', { formatted: formatNumber(speed) })}
      </span>
      <span className={`${LEFT} text-muted`}>{left !== null && formatDuration(left)}</span>
      {mayChange && (
        <IconButton
          small
          label={t('cancelFile', { name: row.name })}
          icon={<X size={14} />}
          onClick={() => cancel(document.id)}
        />
      )}
    </Line>
  )
}

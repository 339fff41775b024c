/** The sum of what is being added, and the ways on from it. */
import { useTranslation } from 'react-i18next'
import { formatDuration, formatNumber } from '../../i18n/format.ts'
import { Button, ProgressBar } from '../../kit/index.ts'
import { isSettled, workOf } from '../../shell/work.ts'
import { useHasRole } from '../../state/account.ts'
import { useApp } from '../../state/app.ts'
import { cancel } from '../actions.ts'
import { type ImportRow, useImports } from '../imports.ts'
import { useLibrary } from '../store.ts'

export function Head({ rows }: { readonly rows: readonly ImportRow[] }) {
  const { t } = useTranslation(['library', 'common'])
  const mayChange = useHasRole('member')
  const documents = useLibrary((library) => library.documents)
  const speeds = useLibrary((library) => library.speeds)
  const leftOut = useImports((state) => state.leftOut)
  const { dismiss, clear } = useImports.getState()
  const show = useApp((app) => app.show)
  const ours = rows.flatMap(({ documentId }) => documents.get(documentId ?? '') ?? [])
  const work = workOf(ours, speeds)
  const { pages, done } = work
  const waiting = rows.filter(({ state }) => state === 'waiting' || state === 'sending')
  const speed = ours.reduce((sum, { id }) => sum + (speeds.get(id) ?? 0), 0)
  const busy = work.count + waiting.length > 0
  const canAsk = ours.some(({ status }) => status === 'ready')
  const failed = rows.filter(
    ({ documentId, error }) => error || documents.get(documentId ?? '')?.status === 'failed',
  )
  const title = busy ? 'addingTitle' : failed.length < rows.length ? 'addedTitle' : 'failedTitle'
  const count = title === 'addedTitle' ? rows.length - failed.length : rows.length
  const facts = [
    pages > 0 &&
      t(work.estimated ? 'pagesReadOfAbout' : 'pagesRead', {
        ...{ done: formatNumber(done), formatted: formatNumber(pages), count: pages },
      }),
    speed > 0 && t('speed', { formatted: formatNumber(speed) }),
    work.millisecondsLeft !== null && t('left', { time: formatDuration(work.millisecondsLeft) }),
    !busy &&
      title === 'addedTitle' &&
      failed.length > 0 &&
      t('failedToo', { count: failed.length, formatted: formatNumber(failed.length) }),
    leftOut > 0 && t('leftOut', { count: leftOut, formatted: formatNumber(leftOut) }),
  ].filter(Boolean)
  return (
    <header className="shrink-0 border-b border-line px-6 pt-4 pb-3">
      <div className="flex flex-wrap items-center gap-3">
        <div className="min-w-0 flex-1">
          <h1 className="text-xl font-semibold">{t(title, { count, formatted: formatNumber(count) })}</h1>
          <p className="text-muted">{facts.join(' · ')}</p>
        </div>
        {busy && mayChange && (
          <Button
            kind="quiet"
            onClick={() => {
              for (const { key } of waiting) dismiss(key)
              for (const document of ours) if (!isSettled(document)) cancel(document.id)
            }}
          >
            {t('cancelRest')}
          </Button>
        )}
        {(!busy || canAsk) && (
          <Button
            kind={busy || !canAsk ? 'outline' : 'primary'}
            onClick={() => {
              if (!busy) clear()
              show({ name: 'workspace' })
            }}
          >
            {t(canAsk ? 'startAsking' : 'common:close')}
          </Button>
        )}
      </div>
      <ProgressBar
        share={pages === 0 ? 0 : done / pages}
        label={t('addingTitle', { count: rows.length, formatted: formatNumber(rows.length) })}
        className="mt-3"
      />
    </header>
  )
}

/** The status bar: where the workspace lives, what is being added, how much there is. Background work is told here, never in a modal. */
import { Cpu, Download, Globe, Laptop, TriangleAlert } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { formatDuration, formatNumber } from '../i18n/format.ts'
import { Name, ProgressBar, Spinner } from '../kit/index.ts'
import { useLibrary } from '../library/store.ts'
import { useApp } from '../state/app.ts'
import { host } from '../state/host.ts'
import { useSession } from '../state/session.ts'
import { useSettings } from '../state/settings.ts'
import { useSynced } from '../sync/server.ts'
import { SyncItem } from '../sync/status-item.tsx'
import { isSettled, workOf } from './work.ts'

export function StatusBar() {
  const { t } = useTranslation()
  const { connection, loaded } = useSession()
  const synced = useSynced()
  return (
    <footer
      data-pane
      role="status"
      aria-label={t('status')}
      className="flex items-center gap-4 overflow-hidden border-t border-line bg-window px-3 text-xs text-muted"
    >
      <span className="flex shrink-0 items-center gap-1.5">
        {connection === 'connected' && loaded ? (
          synced ? (
            <SyncItem workspace={synced} />
          ) : (
            <>
              {host.device ? <Laptop size={14} /> : <Globe size={14} />}
              {host.device ? t('onThisComputer') : t('onServer', { server: location.host })}
            </>
          )
        ) : connection === 'failed' || connection === 'signed_out' ? (
          <>
            <TriangleAlert size={14} className="text-danger-fg" />{' '}
            {t(connection === 'failed' ? 'disconnected' : 'signedOut')}
          </>
        ) : (
          <>
            <Spinner /> {t(loaded ? 'reconnecting' : 'connecting')}
          </>
        )}
      </span>
      <Work />
      <Indexing />
      <span className="flex-1" />
      <Update />
      {loaded && <Totals />}
      <Model />
    </footer>
  )
}

function Work() {
  const { t } = useTranslation()
  const documents = useLibrary((library) => library.documents)
  const speeds = useLibrary((library) => library.speeds)
  const show = useApp((app) => app.show)
  const work = useMemo(
    () =>
      workOf(
        [...documents.values()].filter((document) => !isSettled(document)),
        speeds,
      ),
    [documents, speeds],
  )
  if (work.count === 0) return null
  const label = t('adding', {
    count: work.count,
    formatted: formatNumber(work.count),
    name: work.name,
  })
  return (
    <button
      type="button"
      onClick={() => show({ name: 'imports' })}
      className="flex min-w-0 items-center gap-2 rounded-chip px-1 hover:bg-hover hover:text-fg"
    >
      <ProgressBar
        share={work.pages === 0 ? 0 : work.done / work.pages}
        label={label}
        className="w-16 shrink-0"
      />
      <span className="cut">
        {label}
        {work.millisecondsLeft !== null &&
          `, ${t('aboutLeft', { time: formatDuration(work.millisecondsLeft) })}`}
      </span>
    </button>
  )
}

function Indexing() {
  const { t } = useTranslation()
  const share = useApp((app) => app.indexing)
  if (share === null) return null
  return (
    <span className="flex min-w-0 items-center gap-2">
      <ProgressBar share={share} label={t('indexing')} className="w-16 shrink-0" />
      <span className="cut">{t('indexing')}</span>
    </span>
  )
}

function Update() {
  const { t } = useTranslation()
  const version = useApp((app) => app.update)
  if (version === null) return null
  return (
    <button
      type="button"
      onClick={() => host.restart()}
      className="flex shrink-0 items-center gap-1.5 rounded-chip px-1 font-medium text-accent-fg hover:bg-hover"
    >
      <Download size={14} /> {t('restartToUpdate', { version })}
    </button>
  )
}

function Totals() {
  const { t } = useTranslation()
  const documents = useLibrary((library) => library.documents)
  const pages = useMemo(
    () => [...documents.values()].reduce((sum, { pageCount }) => sum + (pageCount ?? 0), 0),
    [documents],
  )
  if (documents.size === 0) return null
  return (
    <span className="shrink-0 max-[1180px]:hidden">
      {t('totals', {
        documents: t('documents', { count: documents.size, formatted: formatNumber(documents.size) }),
        pages: t('pages', { count: pages, formatted: formatNumber(pages) }),
      })}
    </span>
  )
}

function Model() {
  const { t } = useTranslation()
  const model = useSettings(({ settings }) => settings['chat.model'])
  const show = useApp((app) => app.show)
  const text = (
    <>
      <Cpu size={14} /> {model === null || model === 'extractive' ? t('quotesOnly') : <Name>{model}</Name>}
    </>
  )
  // A server's models are chosen by whoever runs it.
  if (!host.device) return <span className="flex min-w-0 shrink-0 items-center gap-1.5 px-1">{text}</span>
  return (
    <button
      type="button"
      onClick={() => show({ name: 'settings', page: 'models' })}
      className="flex min-w-0 shrink-0 items-center gap-1.5 rounded-chip px-1 hover:bg-hover hover:text-fg"
    >
      {text}
    </button>
  )
}

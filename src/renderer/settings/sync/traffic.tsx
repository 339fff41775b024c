/** What is on its way to the server and from it, and what waits. */
import { Clock, Cloud, FileText, Folder, MessageSquare, StickyNote } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { SyncActivity, SyncStatus } from '../../../contract/index.ts'
import { formatNumber } from '../../i18n/format.ts'
import { ProgressBar } from '../../kit/index.ts'
import { type ChangeKind, kindOf, sentenceOfChange } from '../../sync/changes.ts'
import { momentOf } from '../../sync/summary.ts'
import { useNow } from '../../sync/use-now.ts'
import { Card } from '../parts.tsx'

const ICONS: Readonly<Record<ChangeKind, ReactNode>> = {
  folder: <Folder size={16} className="text-muted" />,
  document: <FileText size={16} className="text-muted" />,
  annotation: <StickyNote size={16} className="text-muted" />,
  chat: <MessageSquare size={16} className="text-muted" />,
  usage: <Cloud size={16} className="text-muted" />,
}
/** As many as can be taken in; the backend names a hundred. */
const SHOWN = 12

export function Traffic({
  status,
  waiting,
}: {
  readonly status: SyncStatus
  readonly waiting: SyncActivity['waiting']
}) {
  return (
    <div className="grid grid-cols-2 items-start gap-6 max-[1000px]:grid-cols-1">
      <Sending status={status} waiting={waiting} />
      <Receiving status={status} />
    </div>
  )
}

function Sending({
  status,
  waiting,
}: {
  readonly status: SyncStatus
  readonly waiting: SyncActivity['waiting']
}) {
  const { t } = useTranslation('sync')
  const now = useNow(waiting)
  const { sending } = status
  const shown = waiting.slice(0, SHOWN)
  const more = status.waiting - shown.length
  return (
    <Side title={t('sendingTitle')} count={status.waiting}>
      {sending && (
        <Progress
          text={t('sendingFiles', { done: formatNumber(sending.done), total: formatNumber(sending.total) })}
          share={sending.total === 0 ? 0 : sending.done / sending.total}
        />
      )}
      {shown.map((change) => (
        <div key={change.mutationId} className="flex min-h-9 items-center gap-2.5 px-3 py-1.5">
          {ICONS[kindOf(change.name)]}
          <span dir="auto" title={sentenceOfChange(change)} className="cut flex-1">
            {sentenceOfChange(change)}
          </span>
          <span className="tabular text-xs text-muted">{momentOf(change.at, now)}</span>
          <Clock size={14} className="text-muted" aria-label={t('stateWaiting')} />
        </div>
      ))}
      {more > 0 && shown.length > 0 && (
        <p className="px-3 py-1.5 text-xs text-muted">
          {t('moreWaiting', { count: more, formatted: formatNumber(more) })}
        </p>
      )}
      {shown.length === 0 && !sending && <Nothing>{t('nothingToSend')}</Nothing>}
    </Side>
  )
}

function Receiving({ status: { receiving, remoteFiles } }: { readonly status: SyncStatus }) {
  const { t } = useTranslation('sync')
  return (
    <Side title={t('receivingTitle')} count={receiving ? receiving.total - receiving.done : 0}>
      {receiving && (
        <Progress
          text={t('receivingDocuments', {
            done: formatNumber(receiving.done),
            total: formatNumber(receiving.total),
          })}
          share={receiving.total === 0 ? 0 : receiving.done / receiving.total}
        />
      )}
      {remoteFiles > 0 && (
        <div className="flex items-start gap-2.5 px-3 py-2">
          <Cloud size={16} className="mt-0.5 shrink-0 text-muted" />
          <div className="min-w-0">
            {t('remoteFiles', { count: remoteFiles, formatted: formatNumber(remoteFiles) })}
            <p className="text-xs text-muted">{t('remoteHint')}</p>
          </div>
        </div>
      )}
      {!receiving && remoteFiles === 0 && <Nothing>{t('nothingToReceive')}</Nothing>}
    </Side>
  )
}

const Side = ({
  title,
  count,
  children,
}: {
  readonly title: string
  readonly count: number
  readonly children: ReactNode
}) => (
  <section aria-label={title} className="flex min-w-0 flex-col gap-2">
    <h2 className="flex items-center gap-2 text-md font-semibold">
      {title}
      {count > 0 && (
        <span className="rounded-chip bg-active px-1.5 text-xs font-medium text-soft">
          {formatNumber(count)}
        </span>
      )}
    </h2>
    <Card>{children}</Card>
  </section>
)

const Progress = ({ text, share }: { readonly text: string; readonly share: number }) => (
  <div className="flex min-h-9 items-center gap-3 px-3 py-1.5">
    <span className="cut flex-1">{text}</span>
    <ProgressBar share={share} label={text} className="w-20 shrink-0" />
  </div>
)

const Nothing = ({ children }: { readonly children: ReactNode }) => (
  <p className="px-3 py-2 text-muted">{children}</p>
)

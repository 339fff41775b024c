/** Changes that the server did not accept, each beside what the server has, with why and what can be done, until its user has seen it. */
import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { SyncActivity } from '../../../contract/index.ts'
import { formatNumber } from '../../i18n/format.ts'
import { Button } from '../../kit/index.ts'
import { client } from '../../state/host.ts'
import { reasonOf, sentenceOfChange, sentenceOfServer } from '../../sync/changes.ts'
import { momentOf } from '../../sync/summary.ts'
import { useNow } from '../../sync/use-now.ts'
import { useWork } from '../use-work.ts'

type Rejected = SyncActivity['rejected']

export function Refused({
  rejected,
  onDismissed,
}: {
  readonly rejected: Rejected
  readonly onDismissed: () => Promise<void>
}) {
  const { t } = useTranslation('sync')
  const now = useNow(rejected)
  const { isBusy, error, run } = useWork()
  const dismiss = (changes: Rejected) =>
    run(async () => {
      await client.device.sync.dismiss({ mutationIds: changes.map(({ mutationId }) => mutationId) })
      await onDismissed()
    })
  return (
    <section role="alert" className="flex flex-col gap-3 rounded-card border border-warn bg-raised px-4 py-3">
      <header className="flex flex-wrap items-start gap-2.5">
        <TriangleAlert size={16} className="mt-0.5 shrink-0 text-warn-fg" />
        <div className="min-w-0 flex-1">
          <h2 className="text-md font-semibold">
            {t('refusedTitle', { count: rejected.length, formatted: formatNumber(rejected.length) })}
          </h2>
          <p className="text-soft">{t('refusedBody')}</p>
        </div>
        {rejected.length > 1 && (
          <Button size="small" loading={isBusy} onClick={() => dismiss(rejected)}>
            {t('dismissAll')}
          </Button>
        )}
      </header>
      <ul className="divide-y divide-line overflow-hidden rounded-card border border-line">
        {rejected.map((change) => (
          <li key={change.mutationId} className="grid grid-cols-2 divide-x divide-line">
            <Version title={t('yours', { time: momentOf(change.at, now) })}>
              <p dir="auto" className="font-medium wrap-anywhere">
                {sentenceOfChange(change)}
              </p>
            </Version>
            <Version title={t('servers')}>
              <p dir="auto" className="font-medium wrap-anywhere empty:hidden">
                {sentenceOfServer(change)}
              </p>
              <p className="text-soft">{reasonOf(change)}</p>
              <Button
                size="small"
                className="mt-1.5 self-start"
                disabled={isBusy}
                aria-label={t('dismissOf', { change: sentenceOfChange(change) })}
                onClick={() => dismiss([change])}
              >
                {t('dismiss')}
              </Button>
            </Version>
          </li>
        ))}
      </ul>
      {error !== undefined && <p className="text-danger-fg">{error}</p>}
    </section>
  )
}

function Version({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col px-3 py-2">
      <p className="tabular text-xs text-muted">{title}</p>
      {children}
    </div>
  )
}

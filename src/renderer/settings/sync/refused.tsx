/** Changes that the server did not accept, each with why and what can be done, until its user has seen it. */
import { TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { SyncActivity } from '../../../contract/index.ts'
import { formatNumber } from '../../i18n/format.ts'
import { Button } from '../../kit/index.ts'
import { client } from '../../state/host.ts'
import { reasonOf, sentenceOfChange } from '../../sync/changes.ts'
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
          <li key={change.mutationId} className="flex flex-wrap items-start gap-x-3 gap-y-1 px-3 py-2">
            <div className="min-w-60 flex-1">
              <p dir="auto" className="font-medium wrap-anywhere">
                {sentenceOfChange(change)}
              </p>
              <p className="text-soft">{reasonOf(change)}</p>
            </div>
            <span className="tabular pt-0.5 text-xs text-muted">{momentOf(change.at, now)}</span>
            <Button
              size="small"
              disabled={isBusy}
              aria-label={t('dismissOf', { change: sentenceOfChange(change) })}
              onClick={() => dismiss([change])}
            >
              {t('dismiss')}
            </Button>
          </li>
        ))}
      </ul>
      {error !== undefined && <p className="text-danger-fg">{error}</p>}
    </section>
  )
}

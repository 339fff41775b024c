/** Earlier exchanges with the server: how much went either way, how long it took, and what went wrong. */
import { Check, CircleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { SyncActivity } from '../../../contract/index.ts'
import { formatDuration, formatList, formatNumber } from '../../i18n/format.ts'
import { sentenceOf } from '../../state/errors.ts'
import { momentOf } from '../../sync/summary.ts'
import { useNow } from '../../sync/use-now.ts'
import { Card, Section } from '../parts.tsx'

type Run = SyncActivity['runs'][number]

const SHOWN = 20

export function Runs({ runs }: { readonly runs: readonly Run[] }) {
  const { t } = useTranslation('sync')
  const now = useNow(runs)
  return (
    <Section title={t('earlier')}>
      {runs.length === 0 ? (
        <p className="text-muted">{t('noRuns')}</p>
      ) : (
        <Card>
          {runs.slice(0, SHOWN).map((run) => (
            <div key={run.id} className="flex min-h-9 items-center gap-2.5 px-3 py-1.5">
              {run.error ? (
                <CircleAlert size={16} className="text-warn-fg" />
              ) : (
                <Check size={16} className="text-muted" />
              )}
              <span className="min-w-0 flex-1">
                <What run={run} />
                {run.error && <span className="block text-xs text-warn-fg">{sentenceOf(run.error)}</span>}
              </span>
              <span className="tabular text-xs text-muted">
                {formatDuration(Date.parse(run.endedAt) - Date.parse(run.startedAt))}
              </span>
              <span className="tabular min-w-16 text-end text-xs text-muted">
                {momentOf(run.startedAt, now)}
              </span>
            </div>
          ))}
        </Card>
      )}
    </Section>
  )
}

function What({ run: { sent, received, documents } }: { readonly run: Run }) {
  const { t } = useTranslation('sync')
  const counted = (count: number) => ({ count, formatted: formatNumber(count) })
  const came = [
    received > 0 && t('runChanges', counted(received)),
    documents > 0 && t('runDocuments', counted(documents)),
  ].filter((part) => part !== false)
  if (sent > 0 && came.length > 0)
    return <>{t('runBoth', { sent: t('runChanges', counted(sent)), received: formatList(came) })}</>
  if (sent > 0) return <>{t('runSent', { sent: t('runChanges', counted(sent)) })}</>
  if (came.length > 0) return <>{t('runReceived', { received: formatList(came) })}</>
  return <>{t('runNothing')}</>
}

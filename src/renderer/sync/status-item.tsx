/** How the open workspace is synced, in the status bar: what it says opens the sync page. */
import { Cloud, CloudOff, Pause, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { formatNumber } from '../i18n/format.ts'
import { Spinner } from '../kit/index.ts'
import { useApp } from '../state/app.ts'
import { join } from './dialogs.ts'
import type { SyncedWorkspace } from './server.ts'
import { useSync } from './store.ts'
import { summaryOf } from './summary.ts'
import { useNow } from './use-now.ts'

export function SyncItem({ workspace }: { readonly workspace: SyncedWorkspace }) {
  const { t } = useTranslation('sync')
  const status = useSync((sync) => sync.status)
  const show = useApp((app) => app.show)
  const now = useNow(status)
  const organisation = workspace.name
  if (!status)
    return (
      <span className="flex min-w-0 items-center gap-1.5">
        <Spinner /> <span className="cut">{t('connecting', { organisation })}</span>
      </span>
    )
  const { tone, headline, detail } = summaryOf(status, now)
  const refused = t('refused', { count: status.rejected, formatted: formatNumber(status.rejected) })
  const said = [headline, detail, status.rejected > 0 && refused].filter(Boolean).join(t('comma'))
  return (
    <span className="flex min-w-0 shrink-0 items-center gap-1">
      <button
        type="button"
        aria-label={`${said}. ${t('openSync')}`}
        title={organisation}
        onClick={() => show({ name: 'settings', page: 'sync' })}
        className="flex min-w-0 items-center gap-1.5 rounded-chip px-1 hover:bg-hover hover:text-fg"
      >
        {tone === 'busy' ? (
          <Spinner />
        ) : tone === 'warn' ? (
          <TriangleAlert size={14} className="text-warn-fg" />
        ) : status.state === 'paused' ? (
          <Pause size={14} />
        ) : tone === 'off' ? (
          <CloudOff size={14} />
        ) : (
          <Cloud size={14} />
        )}
        <span
          className={
            tone === 'quiet' ? '' : tone === 'warn' ? 'font-medium text-warn-fg' : 'font-medium text-fg'
          }
        >
          {headline}
        </span>
        {detail !== '' && <span className="cut">{detail}</span>}
        {status.rejected > 0 && (
          <span className="flex items-center gap-1 font-medium text-warn-fg">
            {tone !== 'warn' && <TriangleAlert size={14} />} {refused}
          </span>
        )}
      </button>
      {status.state === 'signed_out' && (
        <button
          type="button"
          onClick={() => join(workspace)}
          className="shrink-0 rounded-chip px-1 font-medium text-accent-fg hover:bg-hover"
        >
          {t('signInAgain')}
        </button>
      )}
    </span>
  )
}

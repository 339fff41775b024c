/** What keeps the sync from going on, what is kept meanwhile, and what to do; nothing where nothing does. */
import { useTranslation } from 'react-i18next'
import type { SyncStatus } from '../../../contract/index.ts'
import { formatNumber } from '../../i18n/format.ts'
import { Button, Notice } from '../../kit/index.ts'
import { sentenceOf } from '../../state/errors.ts'
import { join } from '../../sync/dialogs.ts'
import type { SyncedWorkspace } from '../../sync/server.ts'
import { summaryOf } from '../../sync/summary.ts'
import { useNow } from '../../sync/use-now.ts'
import { hostOf } from '../address.ts'

export function StateNotice({
  workspace,
  status,
}: {
  readonly workspace: SyncedWorkspace
  readonly status: SyncStatus
}) {
  const { t } = useTranslation('sync')
  const now = useNow(status)
  const organisation = workspace.name
  const server = hostOf(workspace.server.url)
  const { state, waiting, paused, error } = status
  const kept = waiting === 0 ? undefined : summaryOf(status, now).detail
  switch (state) {
    case 'signed_out':
      return (
        <Notice
          tone="warn"
          title={t('signedOutTitle')}
          kept={t('signedOutKept', { count: waiting, formatted: formatNumber(waiting) })}
          actions={
            <Button kind="primary" onClick={() => join(workspace)}>
              {t('signInAgain')}
            </Button>
          }
        >
          {t('signedOutBody', { server })}
        </Notice>
      )
    case 'update_needed': {
      const side = error?.details.side
      return (
        <Notice
          tone="warn"
          title={t(
            side === 'server' ? 'updateTitleServer' : side === 'DocuChat' ? 'updateTitleHere' : 'updateTitle',
          )}
          kept={t('updateKept')}
        >
          {side === undefined && error
            ? sentenceOf(error)
            : t(side === 'server' ? 'updateBodyServer' : 'updateBodyHere', { server })}
        </Notice>
      )
    }
    case 'ended':
      return (
        <Notice tone="danger" title={t('endedTitle', { organisation })}>
          {t('endedBody')}
        </Notice>
      )
    case 'offline':
      return (
        <Notice tone="warn" title={t('offlineTitle')} {...(kept && { kept })}>
          {t('offlineBody')}
        </Notice>
      )
    case 'paused':
      return paused ? null : (
        <Notice tone="warn" title={t('metered')} {...(kept && { kept })}>
          {t('meteredBody')}
        </Notice>
      )
    default:
      return error === null ? null : <Notice tone="warn" title={sentenceOf(error)} {...(kept && { kept })} />
  }
}

/** The sync of the open workspace: what needs its user, what is on its way, how much may be used for it, and what was before. */
import { CloudUpload, Pause, Play, RefreshCw, ServerCog } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { SyncStatus } from '../../../contract/index.ts'
import { Button } from '../../kit/index.ts'
import { attempt } from '../../state/errors.ts'
import { client } from '../../state/host.ts'
import { useSettings } from '../../state/settings.ts'
import { copy, join } from '../../sync/dialogs.ts'
import { isSynced, type SyncedWorkspace, useSynced } from '../../sync/server.ts'
import { useSync } from '../../sync/store.ts'
import { hostOf } from '../address.ts'
import { Loading } from '../organisation/table.tsx'
import { LoadError, Page } from '../parts.tsx'
import { useLoaded } from '../use-loaded.ts'
import { Choices } from './choices.tsx'
import { Devices } from './devices.tsx'
import { Refused } from './refused.tsx'
import { Runs } from './runs.tsx'
import { ServerAccount } from './server-account.tsx'
import { StateNotice } from './state-notice.tsx'
import { Traffic } from './traffic.tsx'

export function SyncPage() {
  const workspace = useSynced()
  const status = useSync((sync) => sync.status)
  if (!workspace) return <LocalWorkspace />
  return status ? <Synced workspace={workspace} status={status} /> : <Starting workspace={workspace} />
}

function LocalWorkspace() {
  const { t } = useTranslation('sync')
  const hasTarget = useSettings(({ workspaces }) => workspaces.some(isSynced))
  return (
    <Page title={t('title')}>
      <section className="flex flex-col items-start gap-3 rounded-card border border-line px-5 py-5">
        <h2 className="text-md font-semibold">{t('localTitle')}</h2>
        <p className="max-w-160 text-soft">{t('localBody')}</p>
        <div className="mt-1 flex flex-wrap gap-2">
          <Button kind="primary" icon={<ServerCog size={16} />} onClick={() => join()}>
            {t('add')}
          </Button>
          {hasTarget && (
            <Button icon={<CloudUpload size={16} />} onClick={() => copy(null)}>
              {t('promote')}
            </Button>
          )}
        </div>
      </section>
    </Page>
  )
}

function Starting({ workspace }: { readonly workspace: SyncedWorkspace }) {
  const { t } = useTranslation('sync')
  return (
    <Page title={t('title')} intro={useIntro(workspace)}>
      <Loading />
      <ServerAccount workspace={workspace} isSignedOut={false} />
    </Page>
  )
}

const loadActivity = () => client.device.sync.activity()

function Synced({ workspace, status }: { readonly workspace: SyncedWorkspace; readonly status: SyncStatus }) {
  const { t } = useTranslation('sync')
  const { value: activity, error, reload } = useLoaded(loadActivity)
  const { configure } = useSync.getState()
  const { state, paused, waiting, rejected, syncedAt } = status
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of them means another activity
  useEffect(() => void reload(), [reload, state, waiting, rejected, syncedAt])
  // Where an update was needed, the server may have got it.
  const canSync = state !== 'signed_out' && state !== 'ended'
  return (
    <Page
      title={t('title')}
      intro={useIntro(workspace)}
      actions={
        <>
          <Button
            icon={paused ? <Play size={14} className="flip" /> : <Pause size={14} />}
            onClick={() => configure({ paused: !paused })}
          >
            {t(paused ? 'resume' : 'pause')}
          </Button>
          <Button
            icon={<RefreshCw size={14} />}
            disabled={!canSync}
            loading={state === 'syncing'}
            onClick={() => attempt(client.device.sync.now())}
          >
            {t('now')}
          </Button>
        </>
      }
    >
      <StateNotice workspace={workspace} status={status} />
      {activity && activity.rejected.length > 0 && (
        <Refused rejected={activity.rejected} onDismissed={reload} />
      )}
      {error && <LoadError error={error} onRetry={reload} />}
      {!activity && !error && <Loading />}
      {activity && <Traffic status={status} waiting={activity.waiting} />}
      <Choices status={status} />
      <ServerAccount workspace={workspace} isSignedOut={state === 'signed_out'} />
      <Devices workspace={workspace} status={status} />
      {activity && <Runs runs={activity.runs} />}
    </Page>
  )
}

function useIntro({ name, server }: SyncedWorkspace): string {
  const { t } = useTranslation('sync')
  return t('intro', { name, server: hostOf(server.url) })
}

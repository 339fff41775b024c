/** Commands about organisations' servers. */
import i18next from 'i18next'
import { registerCommands } from '../commands/commands.ts'
import { useLibrary } from '../library/store.ts'
import { useApp } from '../state/app.ts'
import { attempt } from '../state/errors.ts'
import { client, host } from '../state/host.ts'
import { useSettings } from '../state/settings.ts'
import { copy, join, leave } from './dialogs.ts'
import { isSynced, syncedNow } from './server.ts'
import { useSync } from './store.ts'

export function registerSyncCommands(): void {
  const onThisComputer = () => host.device !== undefined
  const sync = useSync.getState
  const openSynced = () => onThisComputer() && syncedNow() !== undefined
  const mayCopy = () =>
    onThisComputer() &&
    syncedNow() === undefined &&
    useSettings.getState().workspaces.some(isSynced) &&
    useLibrary.getState().documents.size > 0
  registerCommands([
    { name: 'sync.join', title: () => i18next.t('sync:add'), available: onThisComputer, run: () => join() },
    {
      name: 'sync.now',
      title: () => i18next.t('sync:now'),
      available: openSynced,
      run: () => attempt(client.device.sync.now()),
    },
    {
      name: 'sync.pause',
      title: () =>
        `${i18next.t('sync:title')}: ${i18next.t(sync().status?.paused ? 'sync:resume' : 'sync:pause')}`,
      available: () => openSynced() && sync().status !== null,
      run: () => sync().configure({ paused: !sync().status?.paused }),
    },
    {
      name: 'sync.signIn',
      title: () => i18next.t('sync:signInAgain'),
      available: () => openSynced() && sync().status?.state === 'signed_out',
      run: () => join(syncedNow()),
    },
    {
      name: 'sync.leave',
      title: () => i18next.t('sync:leave', { organisation: syncedNow()?.name ?? '' }),
      available: openSynced,
      run: () => {
        const workspace = syncedNow()
        if (workspace) leave(workspace)
      },
    },
    {
      name: 'sync.promote',
      title: () => i18next.t('sync:promote'),
      available: mayCopy,
      run: () => copy(null),
    },
    {
      name: 'sync.open',
      title: () => i18next.t('sync:openSync'),
      available: onThisComputer,
      run: () => useApp.getState().show({ name: 'settings', page: 'sync' }),
    },
  ])
}

/** Whether the open workspace is shared, and with whom: an organisation on a hosted server, or nobody. */
import type { Workspace } from '../../contract/index.ts'
import { hasRole, useAccount, useHasRole } from '../state/account.ts'
import { host } from '../state/host.ts'
import { useSettings } from '../state/settings.ts'

export type SyncedWorkspace = Workspace & { readonly server: NonNullable<Workspace['server']> }

export const isSynced = (workspace: Workspace | undefined): workspace is SyncedWorkspace =>
  workspace !== undefined && workspace.server !== null

/** The workspace that is open on this computer, where it is a copy of an organisation's. */
export const syncedNow = (): SyncedWorkspace | undefined => openOf(useSettings.getState().workspaces)
export const useSynced = (): SyncedWorkspace | undefined =>
  useSettings(({ workspaces }) => openOf(workspaces))

function openOf(workspaces: readonly Workspace[]): SyncedWorkspace | undefined {
  const open = workspaces.find(({ current }) => current)
  return isSynced(open) ? open : undefined
}

/**
 * The name of the organisation that the user may share with here; undefined where there is none, and for those who only read. A copy is
 * named after its organisation.
 */
export function useOrganisation(): string | undefined {
  const synced = useSynced()
  const hosted = useAccount(({ me }) => me?.tenant.name)
  const mayShare = useHasRole('member')
  return mayShare ? (synced?.name ?? (host.account && hosted)) : undefined
}
export const organisationNow = (): string | undefined =>
  hasRole('member')
    ? (syncedNow()?.name ?? (host.account && useAccount.getState().me?.tenant.name))
    : undefined

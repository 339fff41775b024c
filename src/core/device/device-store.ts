/** What belongs to this device rather than to a tenant, kept in one SQLite file that several processes may have open. */
import type { EndedWorkspace } from '../../contract/index.ts'
import { dismissEnded, endedWorkspaces, endWorkspace } from './ended-workspaces.ts'
import { dataRemoved, type ForgottenWorkspace, forgottenWorkspaces } from './forgotten-data.ts'
import { openSqlite } from './open-sqlite.ts'
import { ensureProfile, type Profile } from './profiles.ts'
import { type WorkspaceSettings, workspaceSettings } from './settings.ts'
import {
  createWorkspace,
  type DeviceWorkspace,
  detachWorkspace,
  ensureWorkspace,
  freeName,
  type Joined,
  joinWorkspace,
  listWorkspaces,
  removeWorkspace,
  renameWorkspace,
  useWorkspace,
} from './workspaces.ts'

export interface DeviceStore {
  /** The local user, made with `name` at first. */
  ensureProfile(name: string): Profile
  workspaces(): readonly DeviceWorkspace[]
  /** The one that commands use unless told otherwise; undefined before the first was made. */
  currentWorkspace(): DeviceWorkspace | undefined
  /** The current one; the first is called “default” and made on first use. */
  ensureCurrentWorkspace(): DeviceWorkspace
  /** Throws `bad_request` when the name is in use. The first workspace becomes the current one. */
  createWorkspace(name: string): DeviceWorkspace
  /** The workspace of that name, made when missing. */
  ensureWorkspace(name: string): DeviceWorkspace
  /** Makes it the current one; throws `not_found`. */
  useWorkspace(name: string): DeviceWorkspace
  /** Throws `not_found`, or `bad_request` when another has the name. */
  renameWorkspace(id: string, name: string): DeviceWorkspace
  /** Makes the copy of an organisation's workspace, or renews who signs in there, and the current one. Throws `copy_of_other` or `copy_elsewhere`. */
  joinWorkspace(joined: Joined): DeviceWorkspace
  /** Makes a copy a workspace of this device alone. */
  detachWorkspace(id: string): void
  /** `wanted`, with a number where a workspace has that name. */
  freeName(wanted: string): string
  /** Forgets a workspace with its settings, and keeps that its data is to go. Another becomes the current one. */
  removeWorkspace(id: string): void
  /** {@link DeviceStore.removeWorkspace}, of which its user is to be told. */
  endWorkspace(id: string): void
  endedWorkspaces(): readonly EndedWorkspace[]
  dismissEnded(id: string): void
  /** Those removed or ended whose data may still be on the disk. */
  forgottenWorkspaces(): readonly ForgottenWorkspace[]
  /** The data of a forgotten workspace is gone. */
  dataRemoved(id: string): void
  settings(workspaceId: string): WorkspaceSettings
  close(): void
}

const FIRST_WORKSPACE = 'default'

/**
 * Opens the store at `path`, making it when missing. Throws `workspace_damaged` or `workspace_newer`. `now` gives milliseconds since
 * the epoch.
 */
export function openDeviceStore({
  path,
  now = Date.now,
}: {
  readonly path: string
  readonly now?: () => number
}): DeviceStore {
  const sqlite = openSqlite(path)
  const today = () => new Date(now())
  const workspaces = () => listWorkspaces(sqlite)
  const currentWorkspace = () => workspaces().find(({ current }) => current)
  return {
    ensureProfile: (name) => ensureProfile(sqlite, name, today()),
    workspaces,
    currentWorkspace,
    ensureCurrentWorkspace: () => currentWorkspace() ?? ensureWorkspace(sqlite, FIRST_WORKSPACE, today()),
    createWorkspace: (name) => createWorkspace(sqlite, name, today()),
    ensureWorkspace: (name) => ensureWorkspace(sqlite, name, today()),
    useWorkspace: (name) => useWorkspace(sqlite, name),
    renameWorkspace: (id, name) => renameWorkspace(sqlite, id, name),
    joinWorkspace: (joined) => joinWorkspace(sqlite, joined, today()),
    detachWorkspace: (id) => detachWorkspace(sqlite, id),
    freeName: (wanted) => freeName(sqlite, wanted),
    removeWorkspace: (id) => removeWorkspace(sqlite, id),
    endWorkspace: (id) => endWorkspace(sqlite, id, today()),
    endedWorkspaces: () => endedWorkspaces(sqlite),
    dismissEnded: (id) => dismissEnded(sqlite, id),
    forgottenWorkspaces: () => forgottenWorkspaces(sqlite),
    dataRemoved: (id) => dataRemoved(sqlite, id),
    settings: (workspaceId) => workspaceSettings(sqlite, workspaceId),
    close: () => {
      sqlite.close()
    },
  }
}

/** What belongs to this device rather than to a tenant, kept in one SQLite file that several processes may have open. */
import { type Counters, createCounters } from './counters.ts'
import { openSqlite } from './open-sqlite.ts'
import { ensureProfile, type Profile } from './profiles.ts'
import { type WorkspaceSettings, workspaceSettings } from './settings.ts'
import {
  createWorkspace,
  type DeviceWorkspace,
  ensureWorkspace,
  listWorkspaces,
  useWorkspace,
} from './workspaces.ts'

export interface DeviceStore {
  /** The local user, made with `name` at first. */
  ensureProfile(name: string): Profile
  workspaces(): readonly DeviceWorkspace[]
  /** The one that commands use unless told otherwise; undefined before the first was made. */
  currentWorkspace(): DeviceWorkspace | undefined
  /** Throws `bad_request` when the name is in use. The first workspace becomes the current one. */
  createWorkspace(name: string): DeviceWorkspace
  /** The workspace of that name, made when missing. */
  ensureWorkspace(name: string): DeviceWorkspace
  /** Makes it the current one; throws `not_found`. */
  useWorkspace(name: string): DeviceWorkspace
  settings(workspaceId: string): WorkspaceSettings
  readonly counters: Counters
  close(): void
}

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
  return {
    ensureProfile: (name) => ensureProfile(sqlite, name, today()),
    workspaces,
    currentWorkspace: () => workspaces().find(({ current }) => current),
    createWorkspace: (name) => createWorkspace(sqlite, name, today()),
    ensureWorkspace: (name) => ensureWorkspace(sqlite, name, today()),
    useWorkspace: (name) => useWorkspace(sqlite, name),
    settings: (workspaceId) => workspaceSettings(sqlite, workspaceId),
    counters: createCounters(sqlite, now),
    close: () => {
      sqlite.close()
    },
  }
}

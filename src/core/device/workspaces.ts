/** The workspaces of this device: which there are, where their data lies and which one is in use. */
import type { Database as Sqlite } from 'better-sqlite3'
import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import { AppError, type WorkspaceServer, workspaceSchema } from '../../contract/index.ts'
import { keepForgotten } from './forgotten-data.ts'
import { DEVICE, readSetting, writeSetting } from './settings.ts'

const deviceWorkspaceSchema = workspaceSchema.extend({
  /** Of its data, relative to the data folder, so that the folder can be moved. */
  directory: z.string(),
  createdAt: z.iso.datetime(),
  /** The organisation's user whose copy it is, or was; null for the user of this device. */
  userId: z.string().nullable(),
})
export type DeviceWorkspace = Readonly<z.infer<typeof deviceWorkspaceSchema>>

const CURRENT = 'workspace.current'
const MAX_NAME_LENGTH = 100

/** Every workspace, the oldest first. */
export function listWorkspaces(sqlite: Sqlite): readonly DeviceWorkspace[] {
  const current = readSetting(sqlite, DEVICE, CURRENT)
  return sqlite
    .prepare(
      `select id, name, tenant_id as tenantId, directory, created_at as createdAt, user_id as userId, server
      from workspaces
      order by id`,
    )
    .all()
    .map((found) => {
      const { server, ...row } = rowSchema.parse(found)
      const parsed: unknown = server === null ? null : JSON.parse(server)
      return deviceWorkspaceSchema.parse({ ...row, server: parsed, current: row.id === current })
    })
}

/** Makes a workspace with a tenant of its own; the first one becomes the current one. Throws `bad_request` on a name in use. */
export function createWorkspace(sqlite: Sqlite, requested: string, now: Date): DeviceWorkspace {
  const name = checkedName(requested)
  const create = sqlite.transaction(() => {
    refuseTaken(sqlite, name)
    const id = uuidv7()
    sqlite
      .prepare('insert into workspaces (id, name, tenant_id, directory, created_at) values (?, ?, ?, ?, ?)')
      .run(id, name, uuidv7(), `workspaces/${id}`, now.toISOString())
    if (listWorkspaces(sqlite).length === 1) writeSetting(sqlite, DEVICE, CURRENT, id)
    return existing(sqlite, name)
  })
  return create.immediate()
}

/** What a copy of an organisation's workspace is a copy of, and whose. */
export interface Joined {
  readonly tenantId: string
  readonly userId: string
  /** The organisation's, after which the workspace is called as far as that is free. */
  readonly name: string
  readonly server: WorkspaceServer
}

/**
 * Makes the workspace of an organisation, or renews who signs in there, and the current one. Throws `copy_of_other` where somebody else's
 * is here, and `copy_elsewhere` for one of another server: any server can claim these ids, and would be sent what waits.
 */
export function joinWorkspace(sqlite: Sqlite, joined: Joined, now: Date): DeviceWorkspace {
  const { server, tenantId, userId } = joined
  const join = sqlite.transaction(() => {
    const present = listWorkspaces(sqlite).find((one) => one.server !== null && one.tenantId === tenantId)
    if (present?.server && originOf(present.server) !== originOf(server))
      throw new AppError('copy_elsewhere', { workspace: present.name, address: originOf(present.server) })
    if (present && present.userId !== userId)
      throw new AppError('copy_of_other', { workspace: present.name, email: present.server?.email ?? '' })
    if (present) {
      sqlite.prepare('update workspaces set server = ? where id = ?').run(JSON.stringify(server), present.id)
      return useWorkspace(sqlite, present.name)
    }
    const id = uuidv7()
    const name = freeName(sqlite, joined.name)
    sqlite
      .prepare(
        `insert into workspaces (id, name, tenant_id, directory, created_at, user_id, server)
        values (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(id, name, tenantId, `workspaces/${id}`, now.toISOString(), userId, JSON.stringify(server))
    return useWorkspace(sqlite, name)
  })
  return join.immediate()
}

/** What tells servers apart. */
export const originOf = ({ url }: Pick<WorkspaceServer, 'url'>): string => new URL(url).origin

/** From now on the copy is a workspace of this device alone. */
export function detachWorkspace(sqlite: Sqlite, id: string): void {
  sqlite.prepare('update workspaces set server = null where id = ?').run(id)
}

/** The wanted name, shortened, with a number where it is taken. */
export function freeName(sqlite: Sqlite, wanted: string): string {
  const name = wanted.trim().slice(0, MAX_NAME_LENGTH - 10) || 'Workspace'
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? name : `${name} (${n})`
    if (!byName(sqlite, candidate)) return candidate
  }
}

/** The workspace of that name, made when missing: two processes that start at once get the same one. */
export function ensureWorkspace(sqlite: Sqlite, name: string, now: Date): DeviceWorkspace {
  const ensure = sqlite.transaction(() => byName(sqlite, name) ?? createWorkspace(sqlite, name, now))
  return ensure.immediate()
}

/** Makes the workspace the one that commands use unless told otherwise; throws `not_found`. */
export function useWorkspace(sqlite: Sqlite, name: string): DeviceWorkspace {
  const { id } = existing(sqlite, name)
  writeSetting(sqlite, DEVICE, CURRENT, id)
  return existing(sqlite, name)
}

/** Throws `not_found`, and `bad_request` when another workspace has the name. */
export function renameWorkspace(sqlite: Sqlite, id: string, requested: string): DeviceWorkspace {
  const name = checkedName(requested)
  const rename = sqlite.transaction(() => {
    const found = listWorkspaces(sqlite).find((workspace) => workspace.id === id)
    if (!found) throw new AppError('not_found', { kind: 'workspace', id })
    if (found.name === name) return found
    refuseTaken(sqlite, name)
    sqlite.prepare('update workspaces set name = ? where id = ?').run(name, id)
    return existing(sqlite, name)
  })
  return rename.immediate()
}

/** Forgets the workspace and its settings, and keeps that its data is to go; another one becomes the current one. */
export function removeWorkspace(sqlite: Sqlite, id: string): void {
  const remove = sqlite.transaction(() => {
    const removed = listWorkspaces(sqlite).find((workspace) => workspace.id === id)
    if (removed) keepForgotten(sqlite, removed)
    if (readSetting(sqlite, DEVICE, CURRENT) === id) {
      const other = listWorkspaces(sqlite).find((workspace) => workspace.id !== id)
      writeSetting(sqlite, DEVICE, CURRENT, other?.id ?? null)
    }
    sqlite.prepare('delete from settings where scope = ?').run(id)
    sqlite.prepare('delete from workspaces where id = ?').run(id)
  })
  remove.immediate()
}

const rowSchema = z.looseObject({ id: z.string(), server: z.string().nullable() })

function checkedName(requested: string): string {
  const name = requested.trim()
  if (name !== '' && name.length <= MAX_NAME_LENGTH) return name
  throw new AppError('bad_request', { reason: `a workspace's name has 1 to ${MAX_NAME_LENGTH} characters` })
}

function refuseTaken(sqlite: Sqlite, name: string): void {
  if (!byName(sqlite, name)) return
  throw new AppError('bad_request', { reason: `there is a workspace “${name}” already` })
}

function existing(sqlite: Sqlite, name: string): DeviceWorkspace {
  const workspace = byName(sqlite, name)
  if (!workspace) throw new AppError('not_found', { kind: 'workspace', id: name })
  return workspace
}

function byName(sqlite: Sqlite, name: string): DeviceWorkspace | undefined {
  return listWorkspaces(sqlite).find((workspace) => workspace.name === name)
}

/** The workspaces of this device: which there are, where their data lies and which one is in use. */
import type { Database as Sqlite } from 'better-sqlite3'
import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import { AppError, workspaceSchema } from '../../contract/index.ts'
import { DEVICE, readSetting, writeSetting } from './settings.ts'

const deviceWorkspaceSchema = workspaceSchema.extend({
  /** Of its data, relative to the data folder, so that the folder can be moved. */
  directory: z.string(),
  createdAt: z.iso.datetime(),
})
export type DeviceWorkspace = Readonly<z.infer<typeof deviceWorkspaceSchema>>

const CURRENT = 'workspace.current'
const MAX_NAME_LENGTH = 100

/** Every workspace, the oldest first. */
export function listWorkspaces(sqlite: Sqlite): readonly DeviceWorkspace[] {
  const current = readSetting(sqlite, DEVICE, CURRENT)
  return sqlite
    .prepare(
      `select id, name, tenant_id as tenantId, directory, created_at as createdAt
      from workspaces
      order by id`,
    )
    .all()
    .map((row) => deviceWorkspaceSchema.parse({ ...Object(row), current: Object(row).id === current }))
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

/** Forgets the workspace and its settings; throws `bad_request` for the current one. */
export function removeWorkspace(sqlite: Sqlite, id: string): void {
  const remove = sqlite.transaction(() => {
    if (readSetting(sqlite, DEVICE, CURRENT) === id) {
      throw new AppError('bad_request', { reason: 'the workspace is in use' })
    }
    sqlite.prepare('delete from settings where scope = ?').run(id)
    sqlite.prepare('delete from workspaces where id = ?').run(id)
  })
  remove.immediate()
}

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

/** `docuchat config` and `docuchat workspace`: choices of this device, and the way back when something went wrong. */
import { AppError, settingsChangeSchema } from '../../contract/index.ts'
import { listBackups, restoreBackup } from '../../core/database/index.ts'
import type { DeviceStore } from '../../core/device/index.ts'
import { noteUnfinished } from '../resolve.ts'
import type { Session } from '../session.ts'
import type { Terminal } from '../terminal.ts'
import { table } from '../terminal.ts'

export async function getConfig({ client, terminal }: Session, key: string | undefined): Promise<void> {
  const settings: Readonly<Record<string, unknown>> = await client.settings.get()
  if (key === undefined) {
    for (const line of table(Object.entries(settings).map(([name, value]) => [name, show(value)])))
      terminal.print(line)
    return
  }
  if (!(key in settings)) throw new AppError('not_found', { kind: 'setting', id: key })
  terminal.print(show(settings[key]))
}

/** `value` is JSON where it parses as such, and text otherwise: `null`, `512`, `["gpt-4o"]`, `llama3`. */
export async function setConfig({ client, terminal }: Session, key: string, value: string): Promise<void> {
  if (!(key in settingsChangeSchema.shape)) throw new AppError('not_found', { kind: 'setting', id: key })
  const change = settingsChangeSchema.safeParse({ [key]: parse(value) })
  if (!change.success) {
    throw new AppError('bad_request', {
      reason: change.error.issues.map((issue) => issue.message).join('; '),
    })
  }
  await client.settings.set(change.data)
  terminal.note(`${key} = ${value}`)
  noteUnfinished({ terminal }, await client.documents.list())
}

export async function listWorkspaces(
  device: DeviceStore,
  terminal: Terminal,
  options: { readonly json?: boolean },
) {
  const workspaces = device.workspaces()
  if (options.json) return terminal.json({ workspaces })
  if (workspaces.length === 0) terminal.note('No workspace yet; the first command that needs one makes it.')
  for (const { current, name } of workspaces) terminal.print(`${current ? '*' : ' '} ${name}`)
}

export async function createWorkspace(device: DeviceStore, terminal: Terminal, name: string) {
  device.createWorkspace(name)
  terminal.note(`Made the workspace “${name}”; “docuchat workspace use ${name}” makes it the current one.`)
}

export async function useWorkspace(device: DeviceStore, terminal: Terminal, name: string) {
  device.useWorkspace(name)
  terminal.note(`Commands use the workspace “${name}” from now on.`)
}

export async function listWorkspaceBackups(directory: string, terminal: Terminal) {
  const backups = await listBackups(directory)
  if (backups.length === 0) terminal.note('No backups yet; one is made each day on which something changes.')
  for (const name of backups) terminal.print(name)
}

export async function restoreWorkspace(directory: string, terminal: Terminal, name: string | undefined) {
  const restored = await restoreBackup({
    directory,
    command: 'docuchat workspace restore',
    ...(name !== undefined && { name }),
  })
  terminal.note(`Restored the backup of ${restored}; “docuchat retry” reads its documents in again.`)
}

const show = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

function parse(value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

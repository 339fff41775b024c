/** Makes a new workspace of a `.docuchat` file, which may come from anyone: nothing in it is believed, and no other workspace touched. */
import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { openBlobFolder } from '../../core/blobs/index.ts'
import { type BackupContents, parseBackup, restoreInto } from '../../core/database/index.ts'
import {
  type DeviceStore,
  type DeviceWorkspace,
  localUser,
  removeForgotten,
} from '../../core/device/index.ts'
import type { Backend } from '../backend.ts'
import { blobEntry, DATABASE, type Manifest } from './manifest.ts'
import { unpack } from './unpack.ts'

/** Returns the name of the workspace, which is then the open one. Throws `workspace_damaged` or `workspace_newer`. */
export function restoreWorkspaceFile(backend: Backend, path: string): Promise<{ name: string }> {
  return restoreWorkspaceStream(backend, createReadStream(path))
}

export async function restoreWorkspaceStream(backend: Backend, archive: Readable): Promise<{ name: string }> {
  const { dataDirectory, workspaces } = backend
  const staging = join(dataDirectory, 'restoring', randomUUID())
  await mkdir(staging, { recursive: true, mode: 0o700 })
  try {
    const manifest = await unpack(archive, staging)
    const contents = await parseBackup(await readFile(join(staging, DATABASE)), DATABASE)
    const device = workspaces.device()
    const workspace = device.createWorkspace(device.freeName(manifest.workspace.name))
    const directory = join(dataDirectory, workspace.directory)
    try {
      await mkdir(directory, { recursive: true, mode: 0o700 })
      await adoptBlobs(manifest, staging, directory)
      await restoreInto(directory, 'restoring a backup', adopted(contents, manifest, workspace, device))
    } catch (error) {
      device.removeWorkspace(workspace.id)
      await removeForgotten(device, dataDirectory, workspace)
      throw error
    }
    device.settings(workspace.id).set(manifest.settings)
    await workspaces.switchTo(workspace.id)
    return { name: workspace.name }
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}

async function adoptBlobs({ blobs }: Manifest, staging: string, directory: string): Promise<void> {
  const store = openBlobFolder(join(directory, 'blobs'))
  for (const { sha256 } of blobs) {
    const path = store.pathOf(sha256)
    await mkdir(dirname(path), { recursive: true })
    await rename(join(staging, blobEntry(sha256)), path)
  }
}

/** The rows as of this workspace and this user: ids are unique enough to be exchanged in the text that `copy` wrote. */
function adopted(
  contents: BackupContents,
  { workspace: { tenantId, userId } }: Manifest,
  workspace: DeviceWorkspace,
  device: DeviceStore,
): BackupContents {
  const user = localUser(device)
  const adopt = (rows: string) => rows.replaceAll(tenantId, workspace.tenantId).replaceAll(userId, user.id)
  return { ...contents, tables: contents.tables.map((table) => ({ ...table, rows: adopt(table.rows) })) }
}

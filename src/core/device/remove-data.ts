/** Deletes what a forgotten workspace has on the disk. */
import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../contract/index.ts'
import { acquireLock } from '../database/index.ts'
import type { DeviceStore } from './device-store.ts'
import type { ForgottenWorkspace } from './forgotten-data.ts'

/** After the name of a workspace's folder. */
export const REMOVED = '.removed'

/**
 * Renamed first: what a kill leaves half deleted is no workspace. Harmless when it is gone. Data that is still open, here or in another
 * process, stays, and is told by `forgottenWorkspaces` until the next time.
 */
export async function removeForgotten(
  device: Pick<DeviceStore, 'dataRemoved'>,
  dataDirectory: string,
  { directory, id }: ForgottenWorkspace,
): Promise<void> {
  const path = join(dataDirectory, directory)
  if (existsSync(path) && !(await putAside(path))) return
  await rm(`${path}${REMOVED}`, { recursive: true, force: true })
  device.dataRemoved(id)
}

/** Whether it could be: its lock keeps everyone from opening it meanwhile. */
async function putAside(path: string): Promise<boolean> {
  try {
    const lock = await acquireLock(join(path, 'lock'), 'DocuChat, which removes it')
    try {
      await rename(path, `${path}${REMOVED}`)
    } finally {
      lock.release()
    }
    return true
  } catch (error) {
    if (error instanceof AppError && error.code === 'workspace_busy') return false
    throw error
  }
}

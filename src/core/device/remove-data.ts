/** Deletes what a workspace has on the disk. */
import { rename, rm } from 'node:fs/promises'

/** Renamed first: what a kill leaves half deleted is no workspace, and is swept later. Harmless when it is gone. */
export async function removeData(directory: string): Promise<void> {
  const removed = `${directory}${REMOVED}`
  await rename(directory, removed).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  })
  await rm(removed, { recursive: true, force: true })
}

/** After the name of a workspace's folder. */
export const REMOVED = '.removed'

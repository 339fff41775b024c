/** Whether the disk has room for a model, asked before it arrives and answered when it turns out that it has not. */
import { statfs } from 'node:fs/promises'
import { AppError } from '../../../contract/index.ts'

const MEGABYTE = 1024 * 1024

/** Throws `disk_full` unless the disk of `folder` has room for `bytes` more. */
export async function requireRoom(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize < bytes) throw diskFull(bytes)
}

export const diskFull = (bytes: number, cause?: unknown): AppError =>
  new AppError('disk_full', { megabytes: Math.max(1, Math.ceil(bytes / MEGABYTE)) }, { cause })

export const isDiskFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')

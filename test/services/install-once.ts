/** Folders that tests install once a machine, in the user's cache. */
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '../../src/contract/index.ts'
import { acquireLock, type Lock } from '../../src/core/database/lock.ts'

/**
 * The folder `name`, which `install` fills when it is not there yet. It is filled beside its place and renamed, so that what is there is
 * always whole. Another test run that installs the same is waited for, `timeoutMs` at most. Throws what `install` throws.
 */
export async function installOnce(
  name: string,
  timeoutMs: number,
  install: (folder: string) => Promise<void>,
): Promise<string> {
  const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'docuchat-test')
  const folder = join(cache, name)
  if (existsSync(folder)) return folder
  await mkdir(cache, { recursive: true })
  const lock = await waitForLock(join(cache, `${name}.lock`), timeoutMs)
  try {
    if (!existsSync(folder)) {
      await rm(`${folder}.new`, { recursive: true, force: true })
      await install(`${folder}.new`)
      await rename(`${folder}.new`, folder)
    }
  } finally {
    lock.release()
  }
  return folder
}

async function waitForLock(path: string, timeoutMs: number): Promise<Lock> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    try {
      return await acquireLock(path, 'the test set-up')
    } catch (error) {
      if (!(error instanceof AppError) || Date.now() > deadline) throw error
      await sleep(500)
    }
  }
}

/** What a process that was killed left half done: uploads, imported models, and backups being written or read. */
import { glob, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

const PLACES = ['uploads/*', 'restoring/*', 'workspaces/*/saving-*', 'models/.incoming/import-*']
/** Longer than any of them takes, since another process may be at work on one. */
const ABANDONED_MS = 24 * 3_600_000

/** Removes them below `dataDirectory`, once they are a day old. */
export async function removeLeftovers(dataDirectory: string, now = Date.now()): Promise<void> {
  for await (const name of glob(PLACES, { cwd: dataDirectory })) {
    const path = join(dataDirectory, name)
    const changed = await stat(path).catch(() => undefined)
    if (changed && now - changed.mtimeMs > ABANDONED_MS) await rm(path, { recursive: true, force: true })
  }
}

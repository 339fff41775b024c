/** What a process that was killed left half done, such as uploads and backups being written. */
import { glob, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Longer than any of them takes, since another process may be at work on one. */
const ABANDONED_MS = 24 * 3_600_000

/** Removes what is at `places` (globs) below `directory`, once it is a day old. */
export async function removeLeftovers(
  directory: string,
  places: readonly string[],
  now = Date.now(),
): Promise<void> {
  for await (const name of glob(places, { cwd: directory })) {
    const path = join(directory, name)
    const changed = await stat(path).catch(() => undefined)
    if (changed && now - changed.mtimeMs > ABANDONED_MS) await rm(path, { recursive: true, force: true })
  }
}

/** Writes a history that failed to a file, from which it goes to regressions.json. */
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { History } from './history.ts'

/** The error, with where the history lies now. */
export async function withHistory(cause: unknown, history: History): Promise<Error> {
  const path = join(await mkdtemp(join(tmpdir(), 'docuchat-history-')), 'history.json')
  await writeFile(path, JSON.stringify(history, null, 2))
  const reason = cause instanceof Error ? cause.message : String(cause)
  return new Error(`${reason}\nThe history is in ${path}; it belongs into test/sync/regressions.json.`, {
    cause,
  })
}

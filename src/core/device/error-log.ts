/** The log of what went wrong inside: errors with their stacks, never document text or keys. */
import { appendFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { dataDirectory } from './data-directory.ts'

/** Two files of this size hold the errors of months. */
const MAX_BYTES = 1_000_000

/** Appends `error` to docuchat.log in the data folder, under `reference` where its message gives one. Never throws. */
export function logError(data: string | undefined, error: unknown, reference: string | null = null): void {
  try {
    const path = join(dataDirectory(data), 'docuchat.log')
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > MAX_BYTES) renameSync(path, `${path}.1`)
    const entry = { time: new Date().toISOString(), reference, error: describe(error) }
    appendFileSync(path, `${JSON.stringify(entry)}\n`, { mode: 0o600 })
  } catch {
    // A disk that is full must not hide the error from its user as well.
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause === undefined ? '' : `\nbecause of ${describe(error.cause)}`
  return `${error.stack ?? error.message}${cause}`
}

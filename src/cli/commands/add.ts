/** `docuchat add`: takes files and folders in, and shows each on its way until it is ready or says why not. */
import { openAsBlob } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { AppError } from '../../contract/index.ts'
import { followProgress } from '../follow-progress.ts'
import { errorInfoOf } from '../report.ts'
import type { Session } from '../session.ts'

export interface AddOptions {
  readonly json?: boolean
  readonly password?: string
}

/** The ids of what was added or was here already; exit code 1 when one of them ended in an error. */
export async function add(
  session: Session,
  paths: readonly string[],
  options: AddOptions,
): Promise<string[]> {
  const { client, signal, terminal } = session
  const ids: string[] = []
  for await (const file of files(paths)) {
    if (signal.aborted) break
    try {
      if (file.error) throw file.error
      const added = await client.documents.add({
        file: new File([await openAsBlob(file.path)], basename(file.path), { type: 'application/pdf' }),
        name: basename(file.path),
        password: options.password,
      })
      ids.push(added.document.id)
      if (options.json) terminal.json({ event: 'added', ...added })
      else if (added.duplicate)
        terminal.note(`${basename(file.path)} is here already, as “${added.document.name}”.`)
    } catch (error) {
      const info = errorInfoOf(error)
      if (options.json) terminal.json({ event: 'rejected', path: file.path, error: info })
      terminal.fail(`${file.path}: ${info.message}`)
      process.exitCode = 1
    }
  }
  await followProgress(session, ids, options.json ?? false)
  return ids
}

interface FoundFile {
  readonly path: string
  readonly error?: AppError
}

/** Files as named, and every PDF in the named folders and below, in alphabetical order. */
async function* files(paths: readonly string[]): AsyncGenerator<FoundFile> {
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined)
    if (!found) yield { path, error: new AppError('not_found', { kind: 'file', id: path }) }
    else if (found.isDirectory()) yield* pdfsBelow(path)
    else yield { path }
  }
}

async function* pdfsBelow(directory: string): AsyncGenerator<FoundFile> {
  const entries = await readdir(directory, { withFileTypes: true })
  for (const entry of entries.sort((a, b) => a.name.localeCompare(b.name))) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) yield* pdfsBelow(path)
    else if (extname(entry.name).toLowerCase() === '.pdf') yield { path }
  }
}

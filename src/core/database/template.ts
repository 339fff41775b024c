/** A prepared data directory: initdb and the migrations take seconds, copying their result takes none. */
import { cpSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PGlite } from '@electric-sql/pglite'
import { migratePglite, startPglite } from './pglite.ts'
import { currentMarker, readMarker, writeMarker } from './workspace-marker.ts'

// An installed desktop app lies in an archive, of which folders cannot be copied; this one is kept beside it.
export const templateDirectory = fileURLToPath(
  new URL('../../../resources/workspace-template', import.meta.url),
).replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked')

/** Makes `directory`/pgdata: a copy of the template, or from nothing where that is missing or old. */
export async function makeDataDirectory(directory: string): Promise<void> {
  // Made beside its place and then renamed, so that a kill never leaves half a data directory.
  const unfinished = join(directory, 'pgdata.new')
  await makeEmptyDatabase(unfinished)
  await rename(unfinished, join(directory, 'pgdata'))
}

/** Makes `dataDirectory`, in place of what is there, with every migration applied and no rows. */
export async function makeEmptyDatabase(dataDirectory: string): Promise<void> {
  await rm(dataDirectory, { recursive: true, force: true })
  if (await copyTemplate(dataDirectory)) return
  await rm(dataDirectory, { recursive: true, force: true })
  await initialize(dataDirectory)
}

/** False where there is none that fits, or where another user's installation keeps it from being read. */
async function copyTemplate(dataDirectory: string): Promise<boolean> {
  if (!(await isTemplateCurrent())) return false
  try {
    // Node copies a folder natively only when it may block, in a third of the time; nothing else waits this early.
    cpSync(join(templateDirectory, 'pgdata'), dataDirectory, { recursive: true })
    return true
  } catch {
    return false
  }
}

/** Makes the template anew unless it fits this version already. */
export async function buildTemplate(): Promise<'current' | 'built'> {
  if (await isTemplateCurrent()) return 'current'
  const unfinished = `${templateDirectory}.new`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { recursive: true })
  await initialize(join(unfinished, 'pgdata'))
  await writeMarker(unfinished, currentMarker)
  await rm(templateDirectory, { recursive: true, force: true })
  await rename(unfinished, templateDirectory)
  return 'built'
}

async function isTemplateCurrent(): Promise<boolean> {
  const marker = await readMarker(templateDirectory).catch(() => undefined)
  return (
    marker?.schemaVersion === currentMarker.schemaVersion &&
    marker.postgresMajor === currentMarker.postgresMajor
  )
}

async function initialize(dataDirectory: string): Promise<void> {
  const pglite = await startPglite(dataDirectory)
  await migratePglite(pglite)
  await dropTemplates(pglite)
  await pglite.close()
}

/** Nobody makes another database in here, so the two that initdb makes for that only double the files to copy. */
async function dropTemplates(pglite: PGlite): Promise<void> {
  await pglite.exec('update pg_database set datistemplate = false')
  await pglite.exec('drop database template0')
  await pglite.exec('drop database template1')
}

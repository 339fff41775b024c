/** A prepared data directory: initdb and the migrations take seconds, copying their result takes none. */
import { constants } from 'node:fs'
import { cp, mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { migratePglite, startPglite } from './pglite.ts'
import { currentMarker, readMarker, writeMarker } from './workspace-marker.ts'

export const templateDirectory = fileURLToPath(
  new URL('../../../resources/workspace-template', import.meta.url),
)

/** Makes `directory`/pgdata with every migration applied: a copy of the template, or from nothing where that is missing or old. */
export async function makeDataDirectory(directory: string): Promise<void> {
  // Made beside its place and then renamed, so that a kill never leaves half a data directory.
  const unfinished = join(directory, 'pgdata.new')
  await rm(unfinished, { recursive: true, force: true })
  if (await isTemplateCurrent()) {
    await cp(join(templateDirectory, 'pgdata'), unfinished, {
      recursive: true,
      mode: constants.COPYFILE_FICLONE,
    })
  } else {
    await initialize(unfinished)
  }
  await rename(unfinished, join(directory, 'pgdata'))
}

/** Makes the template anew unless it fits this version already. */
export async function buildTemplate(): Promise<'current' | 'built'> {
  if (await isTemplateCurrent()) return 'current'
  await rm(templateDirectory, { recursive: true, force: true })
  await mkdir(templateDirectory, { recursive: true })
  await initialize(join(templateDirectory, 'pgdata'))
  await writeMarker(templateDirectory, currentMarker)
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
  await pglite.close()
}

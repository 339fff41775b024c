/** Takes a model out of a folder of the user's: for networks that no hub can be reached from. */
import { constants } from 'node:fs'
import { copyFile, mkdir, realpath, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AppError } from '../../../contract/index.ts'
import { diskFull, isDiskFull, requireRoom } from './disk-space.ts'
import { describeFiles, type Manifest } from './manifest.ts'
import type { ModelStore, StoredModel } from './model-store.ts'
import { readModelFolder } from './read-folder.ts'
import type { Runner } from './runner.ts'
import { tryModel } from './try-model.ts'

/**
 * Copies the model in `path` into the store once it has embedded something. Its name ends in the beginning of its weights' checksum:
 * vectors of another model are never taken for its own, and importing it again changes nothing. Throws `not_found`,
 * `embedding_model_invalid`, `disk_full` or `cancelled`; the store is then as it was.
 */
export async function importModel(
  path: string,
  {
    store,
    runner,
    signal,
  }: { readonly store: ModelStore; readonly runner: Runner; readonly signal: AbortSignal },
): Promise<StoredModel> {
  const source = await realpath(path).catch(() => {
    throw new AppError('not_found', { kind: 'folder', id: basename(path) })
  })
  const contents = await readModelFolder(source)
  const folder = await store.newIncoming()
  try {
    await copy(source, folder, contents.files, signal)
    const files = await describeFiles(folder, contents.files)
    const { recipe } = contents
    const dimensions = await tryModel(runner, { folder, recipe, name: basename(source) }, signal)
    const weights = files.find((file) => file.path === recipe.model)?.sha256 ?? ''
    const name = `${contents.name}-${weights.slice(0, 8)}`
    await runner.unload(folder)
    return await store.install(folder, {
      format: 1,
      ...{ name, origin: 'import', dimensions, files },
      ...recipe,
    } satisfies Manifest)
  } finally {
    // Gone by then where it became the model.
    await rm(folder, { recursive: true, force: true })
  }
}

async function copy(
  source: string,
  folder: string,
  files: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(source, file))).size))
  const bytes = sizes.reduce((sum, size) => sum + size, 0)
  await requireRoom(folder, bytes)
  for (const file of files) {
    if (signal.aborted) throw new AppError('cancelled')
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await copyFile(join(source, file), join(folder, file), constants.COPYFILE_FICLONE).catch(
      (error: unknown) => {
        throw isDiskFull(error) ? diskFull(bytes, error) : error
      },
    )
  }
}

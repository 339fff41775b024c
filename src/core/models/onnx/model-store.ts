/** The folder of the models on this device, one a model, and below `.incoming` what is not a model yet. */
import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { embeddingModelNameSchema } from '../../../contract/index.ts'
import { isWhole, type Manifest, readManifest, writeManifest } from './manifest.ts'

export interface StoredModel {
  readonly folder: string
  readonly manifest: Manifest
}

export interface ModelStore {
  find(name: string): Promise<StoredModel | undefined>
  /** By name; `isWhole` is false for those whose files are missing or have another size. */
  list(): Promise<(StoredModel & { readonly isWhole: boolean })[]>
  /** Where the download of `name` goes on. */
  incoming(name: string): string
  /** A folder of its own for an import. */
  newIncoming(): Promise<string>
  /** Makes the folder, which lies below `.incoming`, the model of its manifest, in place of what had that name. */
  install(folder: string, manifest: Manifest): Promise<StoredModel>
  /** With what an unfinished download has left; false when there was neither. */
  remove(name: string): Promise<boolean>
}

export function openModelStore(directory: string): ModelStore {
  const folderOf = (name: string) => join(directory, embeddingModelNameSchema.parse(name))
  const incoming = (name: string) => join(directory, '.incoming', embeddingModelNameSchema.parse(name))

  async function find(name: string): Promise<StoredModel | undefined> {
    if (!embeddingModelNameSchema.safeParse(name).success) return undefined
    const folder = folderOf(name)
    const manifest = await readManifest(folder)
    return manifest?.name === name ? { folder, manifest } : undefined
  }

  return {
    find,
    async list() {
      const names = await readdir(directory).catch(() => [])
      const found = await Promise.all(names.sort().map(find))
      return Promise.all(
        found
          .filter((model) => model !== undefined)
          .map(async (model) => ({ ...model, isWhole: await isWhole(model.folder, model.manifest) })),
      )
    },
    incoming,
    async newIncoming() {
      const folder = incoming(`import-${randomUUID()}`)
      await mkdir(folder, { recursive: true, mode: 0o700 })
      return folder
    },
    async install(from, manifest) {
      const folder = folderOf(manifest.name)
      await writeManifest(from, manifest)
      await rm(folder, { recursive: true, force: true })
      await rename(from, folder)
      return { folder, manifest }
    },
    async remove(name) {
      const left = [folderOf(name), incoming(name)]
      const removed = await Promise.all(
        left.map((folder) =>
          rm(folder, { recursive: true }).then(
            () => true,
            (error: NodeJS.ErrnoException) => {
              if (error.code === 'ENOENT') return false
              throw error
            },
          ),
        ),
      )
      return removed.includes(true)
    },
  }
}

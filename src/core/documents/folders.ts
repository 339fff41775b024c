/** The folders of a library: making, renaming, moving and removing them with what they hold. */
import type { Actor, Folder } from '../../contract/index.ts'
import type { Publish } from '../changes/index.ts'
import type { Database } from '../database/index.ts'
import type { Mutator } from '../mutations/index.ts'
import type { Documents } from './documents.ts'
import {
  createFolder,
  type FolderContents,
  moveFolder,
  removeFolder,
  renameFolder,
  restoreFolder,
} from './folder-mutations.ts'
import { listFolders } from './folder-store.ts'

export interface RemovedFolder {
  readonly folderIds: string[]
  readonly documentIds: string[]
}

export interface Folders {
  list(actor: Actor): Promise<Folder[]>
  /** Throws `not_found` when the parent is not there. */
  create(actor: Actor, folder: Pick<Folder, 'id' | 'name' | 'parentId'>): Promise<Folder>
  rename(actor: Actor, id: string, name: string): Promise<Folder>
  /** Throws `conflict` when it would come to lie within itself. */
  move(actor: Actor, id: string, parentId: string | null): Promise<Folder>
  /** To the bin, with everything in it; work on its documents stops. */
  remove(actor: Actor, id: string): Promise<RemovedFolder>
  /** Exactly what went to the bin with it comes back. */
  restore(actor: Actor, id: string): Promise<RemovedFolder>
}

export function createFolders({
  database,
  documents,
  mutator,
  publish,
}: {
  readonly database: Database
  readonly documents: Pick<Documents, 'stopWork' | 'goOn'>
  readonly mutator: Mutator
  readonly publish: Publish
}): Folders {
  for (const mutation of [createFolder, renameFolder, moveFolder])
    mutator.on(mutation, (actor, folder) => publish(actor, { type: 'folder', folder }))
  mutator.on(removeFolder, (actor, removed) => {
    documents.stopWork(actor, removed.documentIds)
    for (const folder of removed.folders) publish(actor, { type: 'folder_removed', id: folder.id })
  })
  mutator.on(restoreFolder, async (actor, restored) => {
    for (const folder of restored.folders) publish(actor, { type: 'folder', folder })
    await documents.goOn(actor, restored.documentIds)
  })
  return {
    list: (actor) => database.asTenant(actor, (tx) => listFolders(tx, actor)),
    create: (actor, folder) => mutator.mutate(actor, createFolder, folder),
    rename: (actor, id, name) => mutator.mutate(actor, renameFolder, { id, name }),
    move: (actor, id, parentId) => mutator.mutate(actor, moveFolder, { id, parentId }),
    remove: async (actor, id) => idsOf(await mutator.mutate(actor, removeFolder, { id })),
    restore: async (actor, id) => idsOf(await mutator.mutate(actor, restoreFolder, { id })),
  }
}

const idsOf = ({ folders, documentIds }: FolderContents): RemovedFolder => ({
  folderIds: folders.map(({ id }) => id),
  documentIds: [...documentIds],
})

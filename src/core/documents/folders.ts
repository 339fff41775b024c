/** The folders of a library: making, renaming, moving and removing them with what they hold. */
import type { Actor, Folder } from '../../contract/index.ts'
import type { Publish } from '../changes/index.ts'
import type { Documents } from './documents.ts'
import type { FolderStore } from './folder-store.ts'

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

export function createFolders(parts: {
  readonly store: FolderStore
  readonly documents: Pick<Documents, 'stopWork' | 'goOn'>
  readonly publish: Publish
}): Folders {
  const { store, documents, publish } = parts
  async function changed(actor: Actor, change: Promise<Folder>): Promise<Folder> {
    const folder = await change
    publish(actor, { type: 'folder', folder })
    return folder
  }
  return {
    list: store.list,
    create: (actor, folder) => changed(actor, store.create(actor, folder)),
    rename: (actor, id, name) => changed(actor, store.rename(actor, id, name)),
    move: (actor, id, parentId) => changed(actor, store.move(actor, id, parentId)),
    async remove(actor, id) {
      const removed = await store.bin(actor, id)
      documents.stopWork(actor, removed.documentIds)
      for (const folder of removed.folders) publish(actor, { type: 'folder_removed', id: folder.id })
      return idsOf(removed)
    },
    async restore(actor, id) {
      const restored = await store.restore(actor, id)
      for (const folder of restored.folders) publish(actor, { type: 'folder', folder })
      await documents.goOn(actor, restored.documentIds)
      return idsOf(restored)
    },
  }
}

const idsOf = ({
  folders,
  documentIds,
}: {
  readonly folders: readonly Folder[]
  readonly documentIds: readonly string[]
}): RemovedFolder => ({ folderIds: folders.map(({ id }) => id), documentIds: [...documentIds] })

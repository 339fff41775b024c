/** Adds documents to what the next question looks at, and takes them from it. */
import type { Document, Folder } from '../../contract/index.ts'
import { useChats } from '../chat/store.ts'
import { useLibrary } from './store.ts'
import type { Row } from './tree.ts'

/** Whether the next question looks at the document because it was chosen, itself or by a folder. */
export function useInScope({ id, folderId }: Document): boolean {
  const scope = useChats((state) => state.scope)
  const folders = useLibrary((library) => library.folders)
  if (scope.documentIds?.includes(id)) return true
  return scope.folderId !== undefined && isWithin(folders, folderId, scope.folderId)
}

function isWithin(folders: ReadonlyMap<string, Folder>, folderId: string | null, outer: string): boolean {
  for (let at = folderId, steps = 0; at !== null && steps <= folders.size; steps += 1) {
    if (at === outer) return true
    at = folders.get(at)?.parentId ?? null
  }
  return false
}

export function toggleScope(row: Row): void {
  const { scope, setScope } = useChats.getState()
  if (row.type === 'folder') {
    setScope(scope.folderId === row.folder.id ? {} : { folderId: row.folder.id })
    return
  }
  const ids = scope.documentIds ?? []
  const { id } = row.document
  const next = ids.includes(id) ? ids.filter((one) => one !== id) : [...ids, id]
  setScope(next.length > 0 ? { documentIds: next } : {})
}

/** Starts a chat about these documents only. */
export function askAbout(documentIds: readonly string[]): void {
  useChats.getState().startNew({ documentIds: [...documentIds] })
  document.getElementById('question')?.focus()
}

/** Rows of the library dragged onto folders. */
import { moveDocuments, moveFolder } from './actions.ts'
import { useLibrary } from './store.ts'

/** What rows are dragged as. */
export const DRAGGED = 'application/x-docuchat-rows'

/** Moves the dragged rows into the folder, or to the top. */
export function dropRows(data: DataTransfer, folderId: string | null): void {
  const ids = data.getData(DRAGGED).split(' ').filter(Boolean)
  const { documents } = useLibrary.getState()
  moveDocuments(
    ids.filter((id) => documents.has(id)),
    folderId,
  )
  for (const id of ids) if (!documents.has(id)) moveFolder(id, folderId)
}

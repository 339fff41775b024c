/** What a user does to documents and folders: shown at once, put back when it is refused, and undone by Ctrl Z. */
import i18next from 'i18next'
import { v7 as uuidv7 } from 'uuid'
import type { Document, Folder } from '../../contract/index.ts'
import { formatNumber } from '../i18n/format.ts'
import { attempt, useProblem } from '../state/errors.ts'
import { client } from '../state/host.ts'
import { useUndo } from '../state/undo.ts'
import { useViewer } from '../viewer/store.ts'
import { useLibrary } from './store.ts'
import { withChange } from './tags.ts'

const library = useLibrary.getState

/** Changes the documents now; `work` makes it so, or they are put back. */
function change(documents: readonly Document[], values: Partial<Document>, work: Promise<unknown>): void {
  for (const document of documents) put({ ...document, ...values })
  work.catch((error: unknown) => {
    for (const document of documents) put(document)
    useProblem.getState().report(error)
  })
}

const put = (document: Document) =>
  library().apply({
    type: 'document',
    document,
    pagesPerSecond: library().speeds.get(document.id) ?? null,
  })
const present = (ids: readonly string[]) => ids.flatMap((id) => library().documents.get(id) ?? [])

export function renameDocument(id: string, name: string): void {
  const [document] = present([id])
  if (!document || document.name === name) return
  change([document], { name }, client.documents.rename({ id, name }))
  useUndo.getState().offer({
    message: i18next.t('library:renamed', { name }),
    undo: () =>
      change(
        [{ ...document, name }],
        { name: document.name },
        client.documents.rename({ id, name: document.name }),
      ),
  })
}

/** Nothing to undo: the list it is done in takes a tag off as quickly as it is added. */
export function tagDocuments(
  ids: readonly string[],
  tags: { readonly add?: readonly string[]; readonly remove?: readonly string[] },
): void {
  const { add = [], remove = [] } = tags
  const documents = present(ids).filter(
    (document) => withChange(document.tags, tags).join() !== document.tags.join(),
  )
  if (documents.length === 0) return
  for (const document of documents) put({ ...document, tags: withChange(document.tags, tags) })
  client.documents
    .tag({ ids: documents.map(({ id }) => id), add: [...add], remove: [...remove] })
    .catch((error: unknown) => {
      for (const document of documents) put(document)
      useProblem.getState().report(error)
    })
}

export function moveDocuments(ids: readonly string[], folderId: string | null): void {
  const documents = present(ids).filter((document) => document.folderId !== folderId)
  if (documents.length === 0) return
  change(documents, { folderId }, client.documents.move({ ids: documents.map(({ id }) => id), folderId }))
  useUndo.getState().offer({
    message: i18next.t('library:moved', {
      count: documents.length,
      formatted: formatNumber(documents.length),
      name: folderId === null ? i18next.t('library:top') : library().folders.get(folderId)?.name,
    }),
    undo: async () => {
      for (const { id, folderId: before } of documents)
        await client.documents.move({ ids: [id], folderId: before })
    },
  })
}

export function removeDocuments(ids: readonly string[]): void {
  const documents = present(ids)
  if (documents.length === 0) return
  for (const { id } of documents) {
    library().apply({ type: 'document_removed', id })
    useViewer.getState().closeTab(id)
  }
  client.documents.remove({ ids: documents.map(({ id }) => id) }).catch((error: unknown) => {
    for (const document of documents) put(document)
    useProblem.getState().report(error)
  })
  useUndo.getState().offer({
    message: i18next.t('library:removed', {
      count: documents.length,
      formatted: formatNumber(documents.length),
      name: documents[0]?.name,
    }),
    undo: async () => {
      for (const document of await client.documents.restore({ ids: documents.map(({ id }) => id) }))
        put(document)
    },
  })
}

/** Its id, so that it can be named in place at once. */
export function createFolder(name: string, parentId: string | null): string {
  const folder: Folder = { id: uuidv7(), name, parentId, createdAt: new Date().toISOString() }
  library().apply({ type: 'folder', folder })
  client.folders.create(folder).catch((error: unknown) => {
    library().apply({ type: 'folder_removed', id: folder.id })
    useProblem.getState().report(error)
  })
  return folder.id
}

export function renameFolder(id: string, name: string): void {
  const folder = library().folders.get(id)
  if (!folder || folder.name === name) return
  library().apply({ type: 'folder', folder: { ...folder, name } })
  client.folders.rename({ id, name }).catch((error: unknown) => {
    library().apply({ type: 'folder', folder })
    useProblem.getState().report(error)
  })
  useUndo.getState().offer({
    message: i18next.t('library:renamed', { name }),
    undo: () => renameFolder(id, folder.name),
  })
}

export function moveFolder(id: string, parentId: string | null, canUndo = true): void {
  const folder = library().folders.get(id)
  if (!folder || folder.parentId === parentId || id === parentId) return
  library().apply({ type: 'folder', folder: { ...folder, parentId } })
  client.folders.move({ id, parentId }).catch((error: unknown) => {
    library().apply({ type: 'folder', folder })
    useProblem.getState().report(error)
  })
  if (!canUndo) return
  useUndo.getState().offer({
    message: i18next.t('library:folderMoved', { name: folder.name }),
    undo: () => moveFolder(id, folder.parentId, false),
  })
}

export function removeFolder(id: string): void {
  const folder = library().folders.get(id)
  if (!folder) return
  attempt(
    client.folders.remove({ id }).then(({ documentIds, folderIds }) => {
      for (const document of documentIds) library().apply({ type: 'document_removed', id: document })
      for (const one of folderIds) library().apply({ type: 'folder_removed', id: one })
      useUndo.getState().offer({
        message: i18next.t('library:folderRemoved', { name: folder.name }),
        undo: async () => {
          await client.folders.restore({ id })
          await library().load()
        },
      })
    }),
  )
}

export const retry = (id: string, password?: string): Promise<unknown> =>
  client.documents.retry({ id, ...(password !== undefined && { password }) })

export const cancel = (id: string): void => attempt(client.documents.cancel({ id }))

/** The library as the window knows it: documents, folders, what is selected; every action shows before it is done. */
import { create } from 'zustand'
import type { Change, Document, Folder } from '../../contract/index.ts'
import { client } from '../state/host.ts'
import { withNews } from './with-news.ts'

export type LibraryChange = Extract<
  Change,
  { type: 'document' | 'document_removed' | 'folder' | 'folder_removed' }
>

export interface LibraryState {
  readonly documents: ReadonlyMap<string, Document>
  readonly folders: ReadonlyMap<string, Folder>
  /** Pages a second of the documents at work. */
  readonly speeds: ReadonlyMap<string, number>
  /** How often a document was heard to be removed: here at first, then from the backend, which has it in the bin by then. */
  readonly removals: number
  load(): Promise<void>
  apply(change: LibraryChange): void
  /** Shows what a request answered with, unless it is here: changes may come before the answer, and are newer. */
  show(documents: readonly Document[]): void
}

export const useLibrary = create<LibraryState>()((set, get) => ({
  documents: new Map(),
  folders: new Map(),
  speeds: new Map(),
  removals: 0,
  async load() {
    const before = get()
    const [documents, folders] = await Promise.all([client.documents.list(), client.folders.list()])
    set((now) => ({
      documents: withNews(byId(documents), before.documents, now.documents),
      folders: withNews(byId(folders), before.folders, now.folders),
      speeds: new Map(),
    }))
  },
  show(documents) {
    for (const document of documents) {
      if (!get().documents.has(document.id)) get().apply({ type: 'document', document, pagesPerSecond: null })
    }
  },
  apply(change) {
    set((state) => {
      switch (change.type) {
        case 'document': {
          const documents = new Map(state.documents).set(change.document.id, change.document)
          const speeds = new Map(state.speeds)
          if (change.pagesPerSecond === null) speeds.delete(change.document.id)
          else speeds.set(change.document.id, change.pagesPerSecond)
          return { documents, speeds }
        }
        case 'document_removed':
          return { documents: without(state.documents, change.id), removals: state.removals + 1 }
        case 'folder':
          return { folders: new Map(state.folders).set(change.folder.id, change.folder) }
        case 'folder_removed':
          return { folders: without(state.folders, change.id) }
      }
    })
  },
}))

const byId = <T extends { readonly id: string }>(items: readonly T[]): ReadonlyMap<string, T> =>
  new Map(items.map((item) => [item.id, item]))

function without<T>(items: ReadonlyMap<string, T>, id: string): ReadonlyMap<string, T> {
  const left = new Map(items)
  left.delete(id)
  return left
}

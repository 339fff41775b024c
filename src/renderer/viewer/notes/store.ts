/** The notes on the documents that were opened: shown at once when one is written, put back when it is refused. */

import { v7 as uuidv7 } from 'uuid'
import { create } from 'zustand'
import type { Annotation, NewAnnotation } from '../../../contract/index.ts'
import { attempt } from '../../state/errors.ts'
import { client } from '../../state/host.ts'

interface NotesState {
  /** By document, in the order of the pages; a document is missing until it was opened. */
  readonly notes: ReadonlyMap<string, readonly Annotation[]>
  /** The passage that a note is being written to, before it is one. */
  readonly draft: Omit<NewAnnotation, 'id'> | null
  /** The one that was chosen on the page or in the list. */
  readonly chosen: string | null
  /** Reads those of the documents that are known anew. */
  load(): Promise<void>
  /** Reads the document's, if it is open. */
  changed(documentId: string): void
  read(documentId: string): Promise<void>
  choose(id: string | null): void
  begin(draft: Omit<NewAnnotation, 'id'>): void
  discard(): void
  /** Its id. */
  add(note: Omit<NewAnnotation, 'id'>): string
  edit(annotation: Annotation, note: string): void
  remove(annotation: Annotation): void
}

/** Stands for the id of the one being written. */
const DRAFT = 'draft'

/** What is to be marked on the document's pages. */
export function marksOf({ notes, draft }: Pick<NotesState, 'notes' | 'draft'>, documentId: string) {
  const saved = notes.get(documentId) ?? []
  return draft?.documentId === documentId
    ? [...saved, { ...draft, id: DRAFT, author: { id: '', name: '' } }]
    : saved
}

export const useNotes = create<NotesState>()((set, get) => {
  const put = (documentId: string, list: readonly Annotation[]) =>
    set(({ notes }) => ({ notes: new Map(notes).set(documentId, list) }))
  const of = (documentId: string) => get().notes.get(documentId) ?? []
  /** What is shown is what was asked for until the backend says otherwise. */
  const settle = (documentId: string, work: Promise<unknown>) =>
    attempt(work.finally(() => get().read(documentId)))

  return {
    notes: new Map(),
    chosen: null,
    draft: null,
    async load() {
      await Promise.all(
        [...get().notes.keys()].map((id) =>
          get()
            .read(id)
            .catch(() => forget(id)),
        ),
      )
    },
    changed(documentId) {
      if (get().notes.has(documentId)) attempt(get().read(documentId))
    },
    async read(documentId) {
      put(documentId, await client.annotations.list({ documentId }))
    },
    choose: (chosen) => set({ chosen }),
    begin: (draft) => set({ draft, chosen: DRAFT }),
    discard: () => set({ draft: null, chosen: null }),
    add(note) {
      const id = uuidv7()
      const now = new Date().toISOString()
      const shown = { ...note, id, own: true, author: { id: '', name: '' }, createdAt: now, updatedAt: now }
      put(
        note.documentId,
        [...of(note.documentId), shown].sort((a, b) => a.page - b.page || a.id.localeCompare(b.id)),
      )
      set({ chosen: id, draft: null })
      settle(note.documentId, client.annotations.add({ ...note, id, rects: [...note.rects] }))
      return id
    },
    edit(annotation, note) {
      const { id, documentId } = annotation
      put(
        documentId,
        of(documentId).map((one) => (one.id === id ? { ...one, note } : one)),
      )
      settle(documentId, client.annotations.edit({ id, note }))
    },
    remove({ id, documentId }) {
      put(
        documentId,
        of(documentId).filter((one) => one.id !== id),
      )
      settle(documentId, client.annotations.remove({ id }))
    },
  }

  /** Of another workspace, or removed meanwhile. */
  function forget(documentId: string): void {
    set(({ notes }) => {
      const left = new Map(notes)
      left.delete(documentId)
      return { notes: left }
    })
  }
})

/** Which rows are selected, which one the keyboard is at, and which is being renamed. */
import { create } from 'zustand'
import type { Filter } from './tree.ts'

interface SelectionState {
  readonly selected: ReadonlySet<string>
  /** The row that arrow keys start from, and a range ends at. */
  readonly at: string | null
  readonly renaming: string | null
  readonly closed: ReadonlySet<string>
  readonly text: string
  readonly filter: Filter
  select(ids: Iterable<string>, at: string | null): void
  rename(id: string | null): void
  setOpen(folderId: string, open: boolean): void
  setText(text: string): void
  setFilter(filter: Filter): void
}

export const useSelection = create<SelectionState>()((set) => ({
  selected: new Set(),
  at: null,
  renaming: null,
  closed: new Set(),
  text: '',
  filter: 'all',
  select: (ids, at) => set({ selected: new Set(ids), at }),
  rename: (renaming) => set({ renaming }),
  setOpen: (folderId, open) =>
    set(({ closed }) => {
      const next = new Set(closed)
      if (open) next.delete(folderId)
      else next.add(folderId)
      return { closed: next }
    }),
  setText: (text) => set({ text }),
  setFilter: (filter) => set({ filter }),
}))

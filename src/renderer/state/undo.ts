/** The last change that can be taken back. A new one replaces the bar, and the ones before stay under Ctrl Z. */
import { create } from 'zustand'

export interface UndoEntry {
  /** Says what happened, in the words of its button. */
  readonly message: string
  readonly undo: () => void | Promise<void>
}

interface UndoState {
  /** Oldest first. */
  readonly history: readonly UndoEntry[]
  /** The one that the bar shows. */
  readonly shown: UndoEntry | null
  offer(entry: UndoEntry): void
  /** Takes the newest change back. */
  undo(): Promise<void>
  hide(): void
  /** What was done elsewhere cannot be taken back here. */
  forget(): void
}

const HISTORY_KEPT = 50

export const useUndo = create<UndoState>()((set, get) => ({
  history: [],
  shown: null,
  offer: (entry) =>
    set(({ history }) => ({ history: [...history, entry].slice(-HISTORY_KEPT), shown: entry })),
  async undo() {
    const entry = get().history.at(-1)
    if (!entry) return
    set(({ history }) => ({ history: history.slice(0, -1), shown: null }))
    await entry.undo()
  },
  hide: () => set({ shown: null }),
  forget: () => set({ history: [], shown: null }),
}))

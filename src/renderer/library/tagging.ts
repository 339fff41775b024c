/** Which documents are being tagged. */
import { create } from 'zustand'

interface TaggingState {
  /** Null while nobody tags. */
  readonly documentIds: readonly string[] | null
  open(documentIds: readonly string[]): void
  close(): void
}

export const useTagging = create<TaggingState>()((set) => ({
  documentIds: null,
  open: (documentIds) => set({ documentIds }),
  close: () => set({ documentIds: null }),
}))

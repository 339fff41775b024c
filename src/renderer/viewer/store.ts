/** The open documents, the page in view, and the passages that an answer cites on it. */
import { create } from 'zustand'
import type { Citation, Rect } from '../../contract/index.ts'

/** The citations of one answer, in the order of its text: what Alt ↓ and ↑ step through. */
export interface CitationTrail {
  readonly messageId: string
  readonly citations: readonly Citation[]
  /** Index of the one being looked at. */
  readonly current: number
}

export interface ViewerTarget {
  readonly page: number
  /** Lines to bring into view and mark as search hits, when there is no citation. */
  readonly rects?: readonly Rect[]
}

export interface ViewerState {
  readonly tabs: readonly { readonly documentId: string }[]
  readonly documentId: string | null
  readonly trail: CitationTrail | null
  /** The citation outlined while its number is hovered. */
  readonly hovered: Citation | null
  openDocument(documentId: string, target?: ViewerTarget): void
  /** Opens the citation's document at its lines; the others of the trail are marked too. */
  showCitation(trail: CitationTrail): void
  step(by: 1 | -1): void
  hover(citation: Citation | null): void
  closeTab(documentId: string): void
}

export const useViewer = create<ViewerState>()((set) => ({
  tabs: [],
  documentId: null,
  trail: null,
  hovered: null,
  openDocument: (documentId) => set({ documentId }),
  showCitation: (trail) => set({ trail }),
  step: () => {},
  hover: (hovered) => set({ hovered }),
  closeTab: () => {},
}))

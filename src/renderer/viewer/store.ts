/** The open documents, the page in view, and the passages that an answer cites on it. */
import { create } from 'zustand'
import type { Citation, Rect } from '../../contract/index.ts'
import { useApp } from '../state/app.ts'

/** The citations of one answer, in the order of its text: what Alt ↓ and ↑ step through. */
export interface CitationTrail {
  readonly messageId: string
  readonly citations: readonly Citation[]
  /** Index of the one being looked at. */
  readonly current: number
}

export interface ViewerTarget {
  /** 1-based. */
  readonly page: number
  /** Lines to bring into view and mark as search hits, when there is no citation. */
  readonly rects?: readonly Rect[]
  /** They are a note's, which is marked anyway. */
  readonly isNote?: boolean
}

/** Where the viewer is to go: a new object each time, so that going to the same place again moves there again. */
export interface Destination extends ViewerTarget {
  readonly documentId: string
  /** Marks the arrival at a citation. */
  readonly pulse: boolean
}

interface Place {
  readonly documentId: string
  readonly page: number
}

export interface ViewerState {
  readonly tabs: readonly { readonly documentId: string }[]
  readonly documentId: string | null
  readonly trail: CitationTrail | null
  /** The citation outlined while its number is hovered. */
  readonly hovered: Citation | null
  readonly destination: Destination | null
  /** The page in view of the open document, and how many it has. */
  readonly page: number
  readonly pageCount: number
  readonly history: readonly Place[]
  readonly at: number
  openDocument(documentId: string, target?: ViewerTarget): void
  /** Opens the citation's document at its lines; the others of the trail are marked too. */
  showCitation(trail: CitationTrail): void
  step(by: 1 | -1): void
  hover(citation: Citation | null): void
  goToPage(page: number): void
  /** Through the places visited. */
  travel(by: 1 | -1): void
  closeTab(documentId: string): void
  closeAll(): void
  /** The pages say where they are. */
  arrived(page: number, pageCount: number): void
}

const HISTORY_KEPT = 100

export const useViewer = create<ViewerState>()((set, get) => {
  /** Goes to a place, which becomes the newest of the history. */
  function go(destination: Destination, change: Partial<ViewerState> = {}): void {
    const { tabs, history, at, documentId, page } = get()
    const isOpen = tabs.some((tab) => tab.documentId === destination.documentId)
    // Where its reader is now, so that going back returns there and not to where they came in.
    const past = documentId === null ? [] : [...history.slice(0, at), { documentId, page }]
    const places = [...past, { documentId: destination.documentId, page: destination.page }].slice(
      -HISTORY_KEPT,
    )
    set({
      tabs: isOpen ? tabs : [...tabs, { documentId: destination.documentId }],
      documentId: destination.documentId,
      destination,
      history: places,
      at: places.length - 1,
      ...change,
    })
    useApp.getState().set({ viewerOpen: true })
  }

  return {
    tabs: [],
    documentId: null,
    trail: null,
    hovered: null,
    destination: null,
    page: 1,
    pageCount: 0,
    history: [],
    at: 0,

    openDocument(documentId, target) {
      if (target === undefined && get().documentId === documentId && useApp.getState().viewerOpen) return
      go({ page: 1, ...target, documentId, pulse: target?.rects !== undefined && !target.isNote })
    },

    showCitation(trail) {
      const citation = trail.citations[trail.current]
      if (!citation) return
      const { documentId, page, rects } = citation
      go({ documentId, page, rects, pulse: true }, { trail })
    },

    step(by) {
      const { trail, showCitation } = get()
      if (!trail) return
      const { length } = trail.citations
      showCitation({ ...trail, current: (trail.current + by + length) % length })
      document
        .getElementById(`citation-${trail.messageId}-${get().trail?.current}`)
        ?.scrollIntoView({ block: 'nearest' })
    },

    hover: (hovered) => set({ hovered }),

    goToPage(page) {
      const { documentId, pageCount } = get()
      if (documentId === null) return
      go({ documentId, page: Math.max(1, Math.min(pageCount || 1, page)), pulse: false })
    },

    travel(by) {
      const { history, at } = get()
      const place = history[at + by]
      if (!place) return
      set({ at: at + by, documentId: place.documentId, destination: { ...place, pulse: false } })
      const { tabs } = get()
      if (!tabs.some(({ documentId }) => documentId === place.documentId)) {
        set({ tabs: [...tabs, { documentId: place.documentId }] })
      }
    },

    closeTab(documentId) {
      const { tabs, documentId: current } = get()
      const index = tabs.findIndex((tab) => tab.documentId === documentId)
      if (index < 0) return
      const left = tabs.filter((tab) => tab.documentId !== documentId)
      set({ tabs: left })
      if (current !== documentId) return
      const next = left[Math.min(index, left.length - 1)]
      set({
        documentId: next?.documentId ?? null,
        destination: next ? { documentId: next.documentId, page: 1, pulse: false } : null,
      })
      if (!next) useApp.getState().set({ viewerOpen: false })
    },

    closeAll() {
      set({ tabs: [], documentId: null, trail: null, destination: null, history: [], at: 0 })
      useApp.getState().set({ viewerOpen: false })
    },

    arrived: (page, pageCount) => set({ page, pageCount }),
  }
})

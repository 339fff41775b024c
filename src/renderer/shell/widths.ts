/** How wide the panes are: what fits the window (see the design's table), or what the user chose. */
import { useSyncExternalStore } from 'react'
import { useApp } from '../state/app.ts'

export const MIN_LIBRARY = 200
export const MIN_CONVERSATION = 400
export const MIN_VIEWER = 360
export const RAIL = 48

export type Layout = 'wide' | 'normal' | 'narrow' | 'single'

export function layoutOf(windowWidth: number): Layout {
  if (windowWidth >= 1680) return 'wide'
  if (windowWidth > 1180) return 'normal'
  return windowWidth > 760 ? 'narrow' : 'single'
}

export function useWindowWidth(): number {
  return useSyncExternalStore(listen, () => window.innerWidth)
}

const listen = (changed: () => void) => {
  window.addEventListener('resize', changed)
  return () => window.removeEventListener('resize', changed)
}

export interface PaneWidths {
  readonly layout: Layout
  /** 0 when it is closed or lies over the content. */
  readonly library: number
  readonly viewer: number
}

/** Widths in CSS pixels; a chosen width gives way before the conversation gets narrower than it may be. */
export function paneWidths(
  windowWidth: number,
  chosen: { readonly library: number | null; readonly viewer: number | null; readonly libraryOpen: boolean },
): PaneWidths {
  const layout = layoutOf(windowWidth)
  if (layout === 'single') return { layout, library: 0, viewer: windowWidth }
  if (layout === 'narrow') {
    const half = (windowWidth - RAIL) / 2
    const widest = windowWidth - RAIL - Math.min(MIN_CONVERSATION, half)
    return { layout, library: 0, viewer: Math.min(chosen.viewer ?? half, widest) }
  }
  const library = chosen.libraryOpen
    ? Math.max(MIN_LIBRARY, chosen.library ?? (layout === 'wide' ? 296 : 264))
    : 0
  const fitting = layout === 'wide' ? 840 : Math.min(584, Math.max(440, windowWidth * 0.405))
  const left = windowWidth - (library || RAIL) - MIN_CONVERSATION
  return { layout, library, viewer: Math.max(MIN_VIEWER, Math.min(chosen.viewer ?? fitting, left)) }
}

const floats = () => ['narrow', 'single'].includes(layoutOf(window.innerWidth))

export const isLibraryShown = (): boolean =>
  floats() ? useApp.getState().libraryFloats : useApp.getState().libraryOpen

/** Shows or hides the library the way this window's width has it. */
export const showLibrary = (shown: boolean): void =>
  useApp.getState().set(floats() ? { libraryFloats: shown } : { libraryOpen: shown })

/** Widens the library by `pixels`; below its minimum it closes. */
export function resizeLibrary(pixels: number): void {
  const { libraryWidth, libraryOpen, set } = useApp.getState()
  const from = libraryOpen
    ? (libraryWidth ?? paneWidths(window.innerWidth, DEFAULTS).library)
    : MIN_LIBRARY - 16
  setLibraryWidth(from + pixels, set)
}

const DEFAULTS = { library: null, viewer: null, libraryOpen: true }

export function setLibraryWidth(width: number, set = useApp.getState().set): void {
  if (width < MIN_LIBRARY) set({ libraryOpen: false })
  else set({ libraryOpen: true, libraryWidth: Math.min(width, 480) })
}

export function setViewerWidth(width: number): void {
  if (width < MIN_VIEWER) useApp.getState().set({ viewerOpen: false })
  else useApp.getState().set({ viewerWidth: width })
}

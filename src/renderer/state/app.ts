/** What the window shows: which view, which panes and how wide, which layer lies on top. */
import { create } from 'zustand'
import { persist } from 'zustand/middleware'

/** In the order of their navigation. */
export const settingsPages = [
  'general',
  'appearance',
  'storage',
  'about',
  'models',
  'privacy',
  'usage',
  'sync',
  'members',
  'quotas',
  'audit',
  'jobs',
  'organisation',
] as const
export type SettingsPage = (typeof settingsPages)[number]

export type View =
  /** Library, conversation and document. */
  | { readonly name: 'workspace' }
  /** What is being added, and how far it is. */
  | { readonly name: 'imports' }
  | { readonly name: 'search' }
  | { readonly name: 'settings'; readonly page: SettingsPage }

export interface AppState {
  readonly view: View
  readonly palette: 'closed' | 'all' | 'documents'
  readonly shortcuts: boolean
  readonly libraryOpen: boolean
  /** In a narrow window the library lies over the content, until something was chosen. */
  readonly libraryFloats: boolean
  readonly viewerOpen: boolean
  /** CSS pixels; null for the width that fits the window. */
  readonly libraryWidth: number | null
  readonly viewerWidth: number | null
  /** The version that a restart installs. */
  readonly update: string | null
  /** How much of the vectors is in their index, 0 to 1; null when none are being taken in. */
  readonly indexing: number | null
  show(view: View): void
  set(change: Partial<Omit<AppState, 'show' | 'set'>>): void
}

export const useApp = create<AppState>()(
  persist(
    (set) => ({
      view: { name: 'workspace' },
      palette: 'closed',
      shortcuts: false,
      libraryOpen: true,
      libraryFloats: false,
      viewerOpen: false,
      libraryWidth: null,
      viewerWidth: null,
      update: null,
      indexing: null,
      show: (view) => set({ view, palette: 'closed' }),
      set: (change) => set(change),
    }),
    {
      name: 'docuchat.window',
      partialize: ({ libraryOpen, libraryWidth, viewerWidth }) => ({
        libraryOpen,
        libraryWidth,
        viewerWidth,
      }),
    },
  ),
)

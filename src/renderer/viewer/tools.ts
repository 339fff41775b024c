/** Which of the viewer's tools are out, and the pages that they act on. */
import { useEffect } from 'react'
import { create } from 'zustand'
import type { Pages } from './open-pages.ts'

export interface Tools {
  readonly side: 'thumbnails' | 'outline' | 'notes' | null
  readonly dark: boolean
  readonly finding: boolean
  set(change: Partial<Omit<Tools, 'set' | 'pages'>>): void
  /** The pages that commands act on. */
  readonly pages: Pages | null
}

export const useToolState = create<Tools>()((set) => ({
  side: null,
  dark:
    matchMedia('(prefers-color-scheme: dark)').matches || document.documentElement.dataset.theme === 'dark',
  finding: false,
  pages: null,
  set: (change) => set(change),
}))

export function useTools(pages: Pages | null): Tools {
  useEffect(() => useToolState.setState({ pages }), [pages])
  return useToolState()
}

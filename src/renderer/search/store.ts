/** What is searched for and where; the last queries of each workspace are remembered on this device. */
import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import type { Scope } from '../../contract/index.ts'

const RECENT_KEPT = 8

interface SearchState {
  readonly query: string
  readonly scope: Scope
  /** By workspace, the newest first. */
  readonly recent: Readonly<Record<string, readonly string[]>>
  setQuery(query: string): void
  setScope(scope: Scope): void
  remember(workspaceId: string, query: string): void
  forget(workspaceId: string): void
}

export const useSearch = create<SearchState>()(
  persist(
    (set) => ({
      query: '',
      scope: {},
      recent: {},
      setQuery: (query) => set({ query }),
      setScope: (scope) => set({ scope }),
      remember: (workspaceId, query) =>
        set(({ recent }) => ({
          recent: { ...recent, [workspaceId]: withNewest(recent[workspaceId] ?? [], query.trim()) },
        })),
      forget: (workspaceId) => set(({ recent }) => ({ recent: { ...recent, [workspaceId]: [] } })),
    }),
    { name: 'docuchat.searches', partialize: ({ recent }) => ({ recent }) },
  ),
)

const withNewest = (queries: readonly string[], query: string): readonly string[] =>
  query === '' ? queries : [query, ...queries.filter((known) => known !== query)].slice(0, RECENT_KEPT)

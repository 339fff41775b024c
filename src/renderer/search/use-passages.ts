/** Finds passages as a query is typed; what was found before stays until the next is there. */
import { useEffect, useState } from 'react'
import type { ErrorInfo, Scope, SearchResult } from '../../contract/index.ts'
import { errorOf } from '../state/errors.ts'
import { client } from '../state/host.ts'

/** Short enough to feel immediate, long enough not to search for each letter of a word typed fast. */
const DEBOUNCE_MS = 100

export interface Found {
  /** What these results are for. */
  readonly query: string
  readonly results: readonly SearchResult[]
  readonly durationMs: number
  readonly error: ErrorInfo | null
}

export interface Passages {
  /** Null before the first search has ended, and while nothing is asked. */
  readonly found: Found | null
  readonly isSearching: boolean
  readonly retry: () => void
}

export function usePassages(query: string, scope: Scope, limit: number): Passages {
  const [found, setFound] = useState<Found | null>(null)
  const [isSearching, setSearching] = useState(false)
  const [attempts, setAttempts] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a further attempt searches again
  useEffect(() => {
    if (query.trim() === '') {
      setFound(null)
      setSearching(false)
      return
    }
    const controller = new AbortController()
    const { signal } = controller
    setSearching(true)
    const timer = setTimeout(async () => {
      const start = performance.now()
      const finish = (results: readonly SearchResult[], error: ErrorInfo | null) => {
        if (signal.aborted) return
        setFound({ query, results, error, durationMs: performance.now() - start })
        setSearching(false)
      }
      try {
        finish(await client.search({ query, scope, limit }, { signal }), null)
      } catch (error) {
        finish([], errorOf(error))
      }
    }, DEBOUNCE_MS)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [query, scope, limit, attempts])
  return { found, isSearching, retry: () => setAttempts(attempts + 1) }
}

/** Loads what a page shows, and again when asked; what was there stays meanwhile. */
import { useCallback, useEffect, useState } from 'react'
import type { ErrorInfo } from '../../contract/index.ts'
import { errorOf } from '../state/errors.ts'

export interface Loaded<T> {
  readonly value: T | undefined
  readonly error: ErrorInfo | null
  readonly reload: () => Promise<void>
}

/** `load` must stay the same function as long as the same is to be loaded. */
export function useLoaded<T>(load: () => Promise<T>): Loaded<T> {
  const [value, setValue] = useState<T>()
  const [error, setError] = useState<ErrorInfo | null>(null)
  const reload = useCallback(async () => {
    try {
      setValue(await load())
      setError(null)
    } catch (failure) {
      setError(errorOf(failure))
    }
  }, [load])
  useEffect(() => {
    void reload()
  }, [reload])
  return { value, error, reload }
}

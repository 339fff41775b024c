/** Something that a button starts: whether it is under way, and why it failed. */
import { useState } from 'react'
import { errorOf, sentenceOf } from '../state/errors.ts'

export interface Work {
  readonly isBusy: boolean
  /** A sentence. */
  readonly error: string | undefined
  readonly run: (work: () => Promise<void>) => void
}

export function useWork(): Work {
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<string>()
  return {
    isBusy,
    error,
    run(work) {
      setBusy(true)
      setError(undefined)
      work()
        .catch((failure: unknown) => setError(sentenceOf(errorOf(failure))))
        .finally(() => setBusy(false))
    },
  }
}

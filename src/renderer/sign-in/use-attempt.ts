/** Something asked of the server while nobody is signed in: under way, refused and why, and when it may be asked again. */
import { useState } from 'react'
import type { ErrorInfo } from '../../contract/index.ts'
import { errorOf } from '../state/errors.ts'
import { useSecondsUntil } from './use-seconds-until.ts'

export interface Attempt {
  readonly isBusy: boolean
  /** Of too many requests, until they may be made again. */
  readonly error: ErrorInfo | null
  /** Of too many requests: how long to wait. */
  readonly seconds: number
  readonly run: (work: () => Promise<void>, refused?: (error: ErrorInfo) => void) => void
  readonly clear: () => void
}

export function useAttempt(): Attempt {
  const [isBusy, setBusy] = useState(false)
  const [error, setError] = useState<ErrorInfo | null>(null)
  const [until, setUntil] = useState(0)
  const seconds = useSecondsUntil(until)
  const isWaiting = error?.code === 'too_many_requests'
  return {
    isBusy,
    seconds,
    error: isWaiting ? (seconds > 0 ? { ...error, details: { seconds } } : null) : error,
    run(work, refused = () => {}) {
      setBusy(true)
      setError(null)
      work()
        .catch((failure: unknown) => {
          const info = errorOf(failure)
          setError(info)
          if (info.code === 'too_many_requests')
            setUntil(Date.now() + 1_000 * Number(info.details.seconds ?? 1))
          refused(info)
        })
        .finally(() => setBusy(false))
    },
    clear: () => setError(null),
  }
}

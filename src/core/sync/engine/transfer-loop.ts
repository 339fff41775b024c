/** On a client: a loop that sends or brings what takes long, beside the exchange of changes, and tries again what failed. */
import { AppError, toErrorInfo } from '../../../contract/index.ts'
import { waitAfterMs } from './backoff.ts'
import type { Report } from './report.ts'
import { createWakeable } from './wakeable.ts'
import type { Working } from './working.ts'

export interface TransferLoop {
  /** There may be something to do; at once, whatever failed before. */
  wake(): void
  /** Whether it was woken while at work. */
  readonly isWoken: boolean
  /** Resolves when it was told to end. */
  run(): Promise<void>
}

export function createTransferLoop({
  onError,
  onLost,
  report,
  work,
  working,
}: {
  /** Does all that is to be done; what it throws makes it be done again, later. */
  readonly work: (signal: AbortSignal) => Promise<void>
  readonly report: Report
  readonly working: Working
  /** Whether the server is there, and its user signed in, is for the exchange to find out. */
  readonly onLost: () => void
  readonly onError: (error: unknown) => void
}): TransferLoop {
  const wakeable = createWakeable()
  let failures = 0

  /** How long to wait until it is tried again. */
  function failed(error: unknown, signal: AbortSignal): number {
    // Paused, or shutting down.
    if (signal.aborted) return Number.POSITIVE_INFINITY
    if (!(error instanceof AppError)) onError(error)
    const info = toErrorInfo(error)
    if (info.code !== 'too_many_requests') onLost()
    return waitAfterMs(info, ++failures)
  }

  return {
    wake: wakeable.wake,
    get isWoken() {
      return wakeable.isWoken
    },
    async run() {
      while (!working.isClosed) {
        const { signal } = working
        let nextInMs = Number.POSITIVE_INFINITY
        if (report.mayTransfer)
          try {
            await work(signal)
            failures = 0
          } catch (error) {
            nextInMs = failed(error, signal)
          }
        await wakeable.sleep(nextInMs)
      }
    },
  }
}

/** Work that several may follow: it runs once, everyone sees how far it is, and it ends when nobody follows it any more. */
import { AppError } from '../../../contract/index.ts'

export interface Followed<Progress> {
  /** How far it is. */
  readonly latest: Progress
  /** The present state, and later ones as far as the follower keeps up. Throws what the work throws, `cancelled` once `signal` aborts. */
  follow(signal: AbortSignal): AsyncGenerator<Progress>
  /** Ends the work, and waits for that. */
  cancel(): Promise<void>
}

/** Starts `work` with a signal that aborts when the last follower has left. */
export function followed<Progress>(
  first: Progress,
  work: (report: (progress: Progress) => void, signal: AbortSignal) => Promise<void>,
): Followed<Progress> {
  const controller = new AbortController()
  let latest = first
  let changed = Promise.withResolvers<void>()
  let followers = 0
  let isSettled = false

  const notify = () => {
    changed.resolve()
    changed = Promise.withResolvers()
  }
  const done = work((progress) => {
    latest = progress
    notify()
  }, controller.signal).finally(() => {
    isSettled = true
    notify()
  })
  // Told to those who follow; where nobody does, there is nobody to tell.
  done.catch(() => {})

  return {
    get latest() {
      return latest
    },
    async *follow(signal) {
      followers += 1
      const left = Promise.withResolvers<void>()
      signal.addEventListener('abort', () => left.resolve(), { once: true })
      try {
        for (let shown: Progress | undefined; ; ) {
          if (signal.aborted) throw new AppError('cancelled')
          if (shown !== latest) {
            shown = latest
            yield shown
          } else if (isSettled) return await done
          else await Promise.race([changed.promise, left.promise])
        }
      } finally {
        followers -= 1
        if (followers === 0) controller.abort()
      }
    },
    async cancel() {
      controller.abort()
      await done.catch(() => {})
    },
  }
}

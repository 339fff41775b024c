/** The signal of the work under way, which a pause ends, and the engine's end for good. */
export interface Working {
  readonly signal: AbortSignal
  readonly isClosed: boolean
  /** Aborts what is under way; what follows has a new signal. */
  restart(): void
  close(): void
}

export function createWorking(): Working {
  let current = new AbortController()
  let isClosed = false
  return {
    get signal() {
      return current.signal
    },
    get isClosed() {
      return isClosed
    },
    restart() {
      if (isClosed) return
      current.abort()
      current = new AbortController()
    },
    close() {
      isClosed = true
      current.abort()
    },
  }
}

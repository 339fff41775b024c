/** Carries the newest value of each thing from callbacks to one reader: however slow it is, no more waits than there are things. */
export class Newest<T> {
  private readonly values = new Map<string, T>()
  private wake: (() => void) | undefined
  private readonly signal: AbortSignal

  constructor(signal: AbortSignal) {
    this.signal = signal
    signal.addEventListener('abort', () => this.wake?.(), { once: true })
  }

  put(key: string, value: T): void {
    // Put last, so that what changed last comes last.
    this.values.delete(key)
    this.values.set(key, value)
    this.wake?.()
  }

  /** What waited longest; undefined when nothing came for `timeoutMs`, or the signal is aborted. */
  async next(timeoutMs: number): Promise<T | undefined> {
    if (this.values.size === 0 && !this.signal.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMs)
        this.wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    const [first] = this.values
    if (first === undefined || this.signal.aborted) return undefined
    this.values.delete(first[0])
    return first[1]
  }
}

/** Carries values from callbacks to one reader, in order. */
export class Channel<T> {
  private readonly values: T[] = []
  private wake: (() => void) | undefined
  private readonly signal: AbortSignal

  constructor(signal: AbortSignal) {
    this.signal = signal
    signal.addEventListener('abort', () => this.wake?.(), { once: true })
  }

  push(value: T): void {
    this.values.push(value)
    this.wake?.()
  }

  /** The next value, or undefined once the signal is aborted. */
  async next(): Promise<T | undefined> {
    while (this.values.length === 0 && !this.signal.aborted) {
      await new Promise<void>((resolve) => {
        this.wake = resolve
      })
    }
    return this.signal.aborted ? undefined : this.values.shift()
  }
}

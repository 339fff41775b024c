/** A sleep that is ended by being woken; being woken while awake makes the next sleep none. */
export interface Wakeable {
  /** Whether the next sleep will be none. */
  readonly isWoken: boolean
  wake(): void
  /** @param milliseconds `Infinity` sleeps until woken */
  sleep(milliseconds: number): Promise<void>
}

export function createWakeable(): Wakeable {
  let isWoken = false
  let rouse: (() => void) | undefined
  return {
    get isWoken() {
      return isWoken
    },
    wake() {
      isWoken = true
      rouse?.()
    },
    async sleep(milliseconds) {
      if (!isWoken)
        await new Promise<void>((resolve) => {
          const timer = Number.isFinite(milliseconds) ? setTimeout(resolve, milliseconds).unref() : undefined
          rouse = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      rouse = undefined
      isWoken = false
    },
  }
}

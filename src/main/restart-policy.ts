/** Decides how soon the backend is started again after it died, and when to give up. */

const WINDOW_MS = 60_000
const MAX_DEATHS = 5
/** The first restart is what a user waits for; a backend that dies at every start must not eat the machine. */
const DELAYS_MS = [100, 500, 1_500, 4_000]

/** Remembers deaths by their times; `undefined` means to give up: the fifth within a minute. */
export class RestartPolicy {
  #deaths: number[] = []

  /** The pause in milliseconds after the death at `now`. */
  delayAfterDeath(now: number): number | undefined {
    this.#deaths = [...this.#deaths.filter((death) => now - death < WINDOW_MS), now]
    if (this.#deaths.length >= MAX_DEATHS) return undefined
    return DELAYS_MS[this.#deaths.length - 1]
  }

  forget(): void {
    this.#deaths = []
  }
}

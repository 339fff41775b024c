/** Kills processes at moments that the work has come to: no clock decides which. */

export interface Progress {
  /** One more step is done. */
  step(): void
  /** Resolves once so many are. */
  until(steps: number): Promise<void>
}

export function createProgress(): Progress {
  const waiters = new Set<() => void>()
  let done = 0
  return {
    step() {
      done += 1
      for (const look of waiters) look()
    },
    until: (steps) =>
      new Promise((resolve) => {
        const look = () => {
          if (done < steps) return
          waiters.delete(look)
          resolve()
        }
        waiters.add(look)
        look()
      }),
  }
}

/** Each in turn, `rounds` times, at even distances in `steps` steps; what may be down for longer is so for half of a distance. */
export async function killInTurn(
  kills: readonly ((downUntil: Promise<void>) => Promise<void>)[],
  {
    progress,
    rounds,
    steps,
  }: { readonly progress: Progress; readonly rounds: number; readonly steps: number },
): Promise<number> {
  const distance = steps / (kills.length * rounds + 1)
  let count = 0
  for (let round = 0; round < rounds; round++)
    for (const kill of kills) {
      count += 1
      await progress.until(Math.floor(count * distance))
      await kill(progress.until(Math.floor((count + 0.5) * distance)))
    }
  return count
}

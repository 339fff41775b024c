/** What was acknowledged to people: in the end each thing is as it was last said to be, or as someone tried to make it after that. */

export interface Ledger {
  /** Does it, and notes that it was tried and, once `run` is done, acknowledged. */
  change<T>(what: string, value: unknown, run: () => Promise<T>): Promise<T>
  /** What differs from all that may be; `present` reads a thing as it is now. */
  broken(present: (what: string) => unknown): string[]
  /** How many things were acknowledged. */
  readonly size: number
}

export function createLedger(): Ledger {
  const acknowledged = new Map<string, unknown[]>()
  return {
    async change(what, value, run) {
      // Whether it is done is not known when its process ends; that of which nothing was ever said may be as it likes.
      acknowledged.get(what)?.push(value)
      const result = await run()
      acknowledged.set(what, [value])
      return result
    },
    broken: (present) =>
      [...acknowledged].flatMap(([what, allowed]) => {
        const value = present(what)
        return allowed.includes(value) ? [] : [`${what} is ${value}, not ${allowed.join(' or ')}`]
      }),
    get size() {
      return acknowledged.size
    },
  }
}

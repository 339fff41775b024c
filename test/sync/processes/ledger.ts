/** What was acknowledged to people: in the end each thing is as it was last said to be, or as someone tried to make it after that. */

export interface Ledger {
  /** Does it, and notes that it was tried and, once `run` is done, acknowledged. */
  change<T>(what: string, value: unknown, run: () => Promise<T>): Promise<T>
  /** What differs from all that may be; `present` reads a thing as it is now. */
  broken(present: (what: string) => unknown): string[]
  readonly size: number
}

interface Entry {
  isAcknowledged: boolean
  allowed: unknown[]
}

export function createLedger(): Ledger {
  const entries = new Map<string, Entry>()
  return {
    async change(what, value, run) {
      const entry = entries.get(what) ?? { isAcknowledged: false, allowed: [] }
      entries.set(what, entry)
      entry.allowed.push(value)
      const result = await run()
      entries.set(what, { isAcknowledged: true, allowed: [value] })
      return result
    },
    broken: (present) =>
      [...entries].flatMap(([what, { allowed, isAcknowledged }]) => {
        const value = present(what)
        const isRight = allowed.includes(value) || (!isAcknowledged && value === undefined)
        return isRight ? [] : [`${what} is ${value}, not ${allowed.join(' or ')}`]
      }),
    get size() {
      return entries.size
    },
  }
}

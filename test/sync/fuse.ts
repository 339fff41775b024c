/** Ends a process at one of its awaits: before a transaction, before its commit, or right after it. */
import type { Database } from '../../src/core/database/index.ts'

export class Crash extends Error {
  constructor() {
    super('the process ended here')
  }
}

export class Fuse {
  private left = Number.POSITIVE_INFINITY

  /** Blows at the `points`-th place from now on, counted from 0; never without it. */
  light(points = Number.POSITIVE_INFINITY): void {
    this.left = points
  }

  pass(): void {
    if (this.left-- <= 0) throw new Crash()
  }
}

export function withFuse(database: Database, fuse: Fuse): Database {
  async function around<T>(run: (checked: <R>(result: R) => R) => Promise<T>): Promise<T> {
    fuse.pass()
    const result = await run((value) => {
      fuse.pass()
      return value
    })
    fuse.pass()
    return result
  }
  return {
    ...database,
    asTenant: (actor, work) =>
      around((checked) => database.asTenant(actor, async (tx) => checked(await work(tx)))),
    asOwner: (work) => around((checked) => database.asOwner(async (tx) => checked(await work(tx)))),
  }
}

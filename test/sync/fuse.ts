/** Ends a process at one of its awaits: before a transaction, at a statement within, before its commit, right after it, or while it waits for others. */
import type { Database, Transaction } from '../../src/core/database/index.ts'

export class Crash extends Error {
  /** As Postgres says of a session that was ended: whoever tells passing errors from others must take it for one. */
  readonly code = '57P01'

  constructor() {
    super('the process ended here')
  }
}

export interface Fuse {
  /** Blows at the `edges`-th beginning or end of a transaction, or the `awaits`-th other await, from now on; never without them. */
  light(edges?: number, awaits?: number): void
  /** At the beginning and the end of a transaction. */
  passEdge(): void
  /** At any other await. */
  passAwait(): void
  /** Whether the process has ended since the fuse was lit last; what its crash is told as may not say so. */
  isBlown(): boolean
}

export function createFuse(): Fuse {
  let edges = Number.POSITIVE_INFINITY
  let awaits = Number.POSITIVE_INFINITY
  // What has ended does nothing more, although others still wait for it.
  let isBlown = false
  const blowIf = (isOver: boolean) => {
    isBlown ||= isOver
    if (isBlown) throw new Crash()
  }
  return {
    light(toEdge = Number.POSITIVE_INFINITY, toAwait = Number.POSITIVE_INFINITY) {
      edges = toEdge
      awaits = toAwait
      isBlown = false
    },
    passEdge: () => blowIf(edges-- <= 0),
    passAwait: () => blowIf(awaits-- <= 0),
    isBlown: () => isBlown,
  }
}

export function withFuse(database: Database, fuse: Fuse): Database {
  async function around<T>(run: (checked: <R>(result: R) => R) => Promise<T>): Promise<T> {
    fuse.passEdge()
    const result = await run((value) => {
      fuse.passEdge()
      return value
    })
    fuse.passEdge()
    return result
  }
  const fused = (tx: Transaction) => passAtStatements(tx, fuse)
  return {
    ...database,
    asTenant: (actor, work) =>
      around((checked) => database.asTenant(actor, async (tx) => checked(await work(fused(tx))))),
    asOwner: (work) => around((checked) => database.asOwner(async (tx) => checked(await work(fused(tx))))),
  }
}

/** Every statement of a transaction, those of its savepoints too, is prepared by the transaction's own session. */
function passAtStatements(tx: Transaction, fuse: Fuse): Transaction {
  const { session } = tx._
  const prepare = session.prepareQuery.bind(session)
  session.prepareQuery = (...statement) => {
    fuse.passAwait()
    return prepare(...statement)
  }
  return tx
}

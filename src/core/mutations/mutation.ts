/** What a mutation is to the core: who may do it, and how it is done. */
import type { Actor, MutationArgs, MutationName, Role } from '../../contract/index.ts'
import type { Transaction } from '../database/index.ts'

export interface Mutation<Name extends MutationName = MutationName, Result = unknown> {
  readonly name: Name
  /** The least role that may do it. */
  readonly least: Role
  /**
   * Does it within a transaction of the actor's tenant. It sets values and names ids, so that doing it twice is doing it once.
   * Throws an AppError where it cannot be done as things are.
   */
  apply(tx: Transaction, actor: Actor, args: MutationArgs<Name>): Promise<Result>
}

/** Lets the compiler find the types of one. */
export const defineMutation = <Name extends MutationName, Result>(
  mutation: Mutation<Name, Result>,
): Mutation<Name, Result> => mutation

/** Does mutations: in a transaction, then what follows from them outside the database. */
import type { Actor, MutationArgs, MutationName } from '../../contract/index.ts'
import type { Database, Transaction } from '../database/index.ts'
import type { Mutation } from './mutation.ts'

/** What follows from a mutation once it is committed: windows are told, work is stopped or goes on. */
type Effect<Result> = (actor: Actor, result: Result) => void | Promise<void>

/** Does a mutation by `apply`, and keeps it to be told to the server in the same transaction. */
export type Recorder = <Result>(
  tx: Transaction,
  actor: Actor,
  mutation: { readonly name: MutationName; readonly args: unknown },
  apply: () => Promise<Result>,
) => Promise<Result>

export interface Mutator {
  /** In a transaction of its own, with its effects. */
  mutate<Name extends MutationName, Result>(
    actor: Actor,
    mutation: Mutation<Name, Result>,
    args: MutationArgs<Name>,
  ): Promise<Result>
  /** Within `tx`; the caller sees to its effects. */
  mutateIn<Name extends MutationName, Result>(
    tx: Transaction,
    actor: Actor,
    mutation: Mutation<Name, Result>,
    args: MutationArgs<Name>,
  ): Promise<Result>
  /** What is to follow from `mutation`; one effect each. */
  on<Name extends MutationName, Result>(mutation: Mutation<Name, Result>, effect: Effect<Result>): void
  /** The effects of one that another did in its own transaction. */
  follow(actor: Actor, mutation: Mutation, result: unknown): Promise<void>
}

export function createMutator({
  database,
  record = (_tx, _actor, _mutation, apply) => apply(),
}: {
  readonly database: Database
  readonly record?: Recorder
}): Mutator {
  const effects = new Map<Mutation, Effect<never>>()
  const follow: Mutator['follow'] = async (actor, mutation, result) => {
    // Each was registered with the type of its own mutation's result.
    await effects.get(mutation)?.(actor, result as never)
  }
  const mutateIn: Mutator['mutateIn'] = (tx, actor, mutation, args) =>
    record(tx, actor, { name: mutation.name, args }, () => mutation.apply(tx, actor, args))
  return {
    mutateIn,
    async mutate(actor, mutation, args) {
      const result = await database.asTenant(actor, (tx) => mutateIn(tx, actor, mutation, args))
      await follow(actor, mutation, result)
      return result
    },
    on: (mutation, effect) => void effects.set(mutation, effect),
    follow,
  }
}

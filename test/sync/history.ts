/** What happens in a world, and in which order. */
import fc from 'fast-check'
import type { Role } from '../../src/contract/index.ts'
import { type Fault, faults } from './network.ts'
import { type Operation, operations } from './operations.ts'
import type { OrganisationStep } from './organisation.ts'

export const MOST_LAPTOPS = 5

/** Where a process ends: at the beginning or end of a transaction, counted by `crash`; at any other await, by `cut`. */
interface Ends {
  readonly crash: number
  readonly cut?: number
}

export type Step =
  | ({ readonly type: 'do'; readonly where: number; readonly operation: Operation } & Ends)
  | ({
      readonly type: 'sync'
      readonly where: number
      readonly fault: Fault
      readonly serverCrash: number
      readonly serverCut?: number
      /** What is done on the laptop while it waits for the answer. */
      readonly meanwhile?: Operation | null
    } & Ends)
  /** Without faults, until it has everything. */
  | { readonly type: 'meet'; readonly where: number }
  /** Parts a laptop from the server, or brings them together again. */
  | { readonly type: 'path'; readonly where: number; readonly isThere: boolean }
  /** Sets a clock wrong. */
  | { readonly type: 'clock'; readonly where: number; readonly days: number }
  | { readonly type: 'late' }
  /** The server forgets what was deleted until now. */
  | { readonly type: 'compact' }
  | OrganisationStep

/** Mostly beyond the last await, so that most things come to their end. */
const crash = fc.oneof({ arbitrary: fc.constant(99), weight: 5 }, { arbitrary: fc.nat(12), weight: 1 })
const cut = fc.oneof({ arbitrary: fc.constant(9_999), weight: 9 }, { arbitrary: fc.nat(80), weight: 1 })
const fault: fc.Arbitrary<Fault> = fc.oneof(
  { arbitrary: fc.constant<Fault>('none'), weight: 4 },
  { arbitrary: fc.constantFrom<Fault>(...faults), weight: 3 },
)
const where = fc.nat(MOST_LAPTOPS)
const days = fc.oneof(fc.constant(0), fc.integer({ min: -30, max: 30 }))
const type = <Type extends string>(name: Type) => fc.constant(name)
const step: fc.Arbitrary<Step> = fc.oneof(
  { arbitrary: fc.record({ type: type('do'), where, operation: operations, crash, cut }), weight: 24 },
  {
    arbitrary: fc.record({
      ...{ type: type('sync'), where, fault, crash, cut, serverCrash: crash, serverCut: cut },
      meanwhile: fc.option(operations, { freq: 3 }),
    }),
    weight: 12,
  },
  { arbitrary: fc.record({ type: type('meet'), where }), weight: 6 },
  { arbitrary: fc.record({ type: type('path'), where, isThere: fc.boolean() }), weight: 1 },
  { arbitrary: fc.record({ type: type('clock'), where, days }), weight: 1 },
  { arbitrary: fc.record({ type: type('late') }), weight: 2 },
  { arbitrary: fc.record({ type: type('compact') }), weight: 2 },
  {
    arbitrary: fc.record({
      ...{ type: type('role'), user: fc.nat(2) },
      role: fc.constantFrom<Role>('viewer', 'member', 'admin'),
    }),
    weight: 2,
  },
  {
    arbitrary: fc.record({
      ...{ type: type('member'), user: fc.nat(4) },
      does: fc.constantFrom('join' as const, 'join' as const, 'leave' as const, 'rename' as const),
    }),
    weight: 2,
  },
  {
    arbitrary: fc.record({
      ...{ type: type('settings'), name: fc.constantFrom('Acme', 'گزارش'), models: fc.boolean() },
      language: fc.constantFrom('en' as const, 'fa' as const),
    }),
    weight: 1,
  },
  {
    arbitrary: fc.record({ type: type('read'), thing: fc.nat(12), isReadable: fc.boolean() }),
    weight: 2,
  },
)
export interface History {
  /** Which user has each laptop. */
  readonly owners: readonly number[]
  readonly pageSize: number
  /** By how many days each clock is wrong at first: the server's, then each laptop's. */
  readonly clocks?: readonly number[]
  readonly steps: readonly Step[]
}

export const histories: fc.Arbitrary<History> = fc.record({
  owners: fc.array(fc.nat(2), { minLength: 2, maxLength: MOST_LAPTOPS }),
  // A row a page is the hardest, and takes by far the longest.
  pageSize: fc.oneof(
    { arbitrary: fc.constant(1), weight: 1 },
    { arbitrary: fc.constantFrom(3, 10), weight: 5 },
    { arbitrary: fc.constant(1_000), weight: 4 },
  ),
  clocks: fc.array(days, { minLength: 1 + MOST_LAPTOPS, maxLength: 1 + MOST_LAPTOPS }),
  steps: fc.array(step, { minLength: 10, maxLength: 80, size: 'max' }),
})

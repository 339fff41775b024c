/** What happens in a world, and in which order. */
import fc from 'fast-check'
import type { Role } from '../../src/contract/index.ts'
import type { Fault } from './network.ts'
import { type Operation, operations } from './operations.ts'

export const MOST_LAPTOPS = 5

export type Step =
  | { readonly type: 'do'; readonly where: number; readonly operation: Operation; readonly crash: number }
  | {
      readonly type: 'sync'
      readonly where: number
      readonly fault: Fault
      readonly crash: number
      readonly serverCrash: number
    }
  /** Without faults, until it has everything. */
  | { readonly type: 'meet'; readonly where: number }
  | { readonly type: 'late' }
  /** The server forgets what was deleted until now. */
  | { readonly type: 'compact' }
  | { readonly type: 'role'; readonly user: number; readonly role: Role }

/** Mostly beyond the last await, so that most things come to their end. */
const crash = fc.oneof({ arbitrary: fc.constant(99), weight: 5 }, { arbitrary: fc.nat(12), weight: 1 })
const fault: fc.Arbitrary<Fault> = fc.oneof(
  { arbitrary: fc.constant<Fault>('none'), weight: 4 },
  {
    arbitrary: fc.constantFrom<Fault>(
      ...(['lose request', 'lose response', 'cut request', 'cut response', 'repeat', 'delay'] as const),
    ),
    weight: 3,
  },
)
const where = fc.nat(MOST_LAPTOPS)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    arbitrary: fc.record({ type: fc.constant('do' as const), where, operation: operations, crash }),
    weight: 12,
  },
  {
    arbitrary: fc.record({ type: fc.constant('sync' as const), where, fault, crash, serverCrash: crash }),
    weight: 6,
  },
  { arbitrary: fc.record({ type: fc.constant('meet' as const), where }), weight: 3 },
  { arbitrary: fc.constant({ type: 'late' as const }), weight: 1 },
  { arbitrary: fc.constant({ type: 'compact' as const }), weight: 1 },
  {
    arbitrary: fc.record({
      type: fc.constant('role' as const),
      user: fc.nat(2),
      role: fc.constantFrom<Role>('viewer', 'member', 'admin'),
    }),
    weight: 1,
  },
)
export interface History {
  /** Which user has each laptop. */
  readonly owners: readonly number[]
  readonly pageSize: number
  readonly steps: readonly Step[]
}

export const histories: fc.Arbitrary<History> = fc.record({
  owners: fc.array(fc.nat(2), { minLength: 2, maxLength: MOST_LAPTOPS }),
  pageSize: fc.constantFrom(1, 3, 10, 1_000),
  steps: fc.array(step, { minLength: 10, maxLength: 80, size: 'max' }),
})

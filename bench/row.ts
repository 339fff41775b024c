/** One line of the benchmark table. */
export interface BenchRow {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** `value` divided by that of {@link against}, which was measured beside it. */
  readonly ratio?: number
  readonly against?: string
}

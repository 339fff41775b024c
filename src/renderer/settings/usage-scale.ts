/** Sums of usage, and the scale that its chart is drawn on. */
import type { UsageSeries } from '../../contract/index.ts'

export type UsageFigures = Omit<UsageSeries['buckets'][number], 'start'>

export function totalOf(buckets: readonly UsageFigures[]): UsageFigures {
  const sum = (key: keyof UsageFigures) => buckets.reduce((total, bucket) => total + bucket[key], 0)
  return {
    answers: sum('answers'),
    promptTokens: sum('promptTokens'),
    completionTokens: sum('completionTokens'),
    embeddingTokens: sum('embeddingTokens'),
  }
}

/** The smallest of 1, 2, 5, 10, 20, 50 … that `most` does not exceed, so that the lines stand at round numbers. */
export function roundTop(most: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, most)))
  return ([1, 2, 5].find((step) => step * power >= most) ?? 10) * power
}

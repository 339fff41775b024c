/** A linear ranker, learned list by list: the likelihood of a right page under a softmax over the candidates (ListNet, Cao et al. 2007). */

/** The candidates of one question. */
export interface List {
  readonly features: readonly (readonly number[])[]
  readonly right: readonly boolean[]
}

const STEPS = 400
const RATE = 0.5
/** Of the weights' squares; a tenth and ten times as much changed no measure by more than 0.02. */
const PENALTY = 1e-3

/** One weight a feature, found by gradient ascent; the features are taken as they are, so they should have the same scale. */
export function learn(lists: readonly List[]): number[] {
  const useful = lists.filter(({ right }) => right.includes(true))
  const weights = new Array<number>(useful[0]?.features[0]?.length ?? 0).fill(0)
  for (let step = 0; step < STEPS; step += 1) {
    const gradient = weights.map((weight) => -2 * PENALTY * weight)
    for (const { features, right } of useful) {
      const shares = softmax(features.map((values) => scoreOf(values, weights)))
      const mass = shares.reduce((sum, share, index) => sum + (right[index] ? share : 0), 0)
      for (const [index, values] of features.entries()) {
        const share = shares[index] ?? 0
        const pull = (right[index] ? share / mass : 0) - share
        for (const [at, value] of values.entries()) {
          gradient[at] = (gradient[at] ?? 0) + (pull * value) / useful.length
        }
      }
    }
    for (const [at, slope] of gradient.entries()) weights[at] = (weights[at] ?? 0) + RATE * slope
  }
  return weights
}

export const scoreOf = (features: readonly number[], weights: readonly number[]): number =>
  features.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0)

function softmax(scores: readonly number[]): number[] {
  const highest = Math.max(...scores)
  const parts = scores.map((score) => Math.exp(score - highest))
  const sum = parts.reduce((total, part) => total + part, 0)
  return parts.map((part) => part / sum)
}

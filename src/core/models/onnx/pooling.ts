/** One vector of a text out of those of its tokens. */

/** `mean` of all tokens; `cls` and `last` take one token's, for models that were trained to gather the meaning there. */
export const POOLINGS = ['mean', 'cls', 'last'] as const
export type Pooling = (typeof POOLINGS)[number]

/** What a model gives for a batch: `texts` × `tokens` × `dimensions` numbers, and for each token whether it is text or padding. */
export interface TokenVectors {
  readonly texts: number
  readonly tokens: number
  readonly dimensions: number
  readonly values: Float32Array
  /** 1 for text, 0 for padding: `texts` × `tokens`. */
  readonly mask: ArrayLike<number | bigint>
}

/** A unit vector a text; zeros for one without tokens. */
export function pool(batch: TokenVectors, pooling: Pooling): Float32Array[] {
  return Array.from({ length: batch.texts }, (_, text) => unit(sum(batch, text, pooling)))
}

/** The mean has the direction of the sum, and the direction is all that is kept. */
function sum({ tokens, dimensions, values, mask }: TokenVectors, text: number, pooling: Pooling) {
  const vector = new Float32Array(dimensions)
  const present = Array.from({ length: tokens }, (_, token) => token).filter(
    (token) => Number(mask[text * tokens + token]) !== 0,
  )
  for (const token of chosen(present, pooling)) {
    const first = (text * tokens + token) * dimensions
    for (let n = 0; n < dimensions; n += 1) vector[n] = (vector[n] as number) + (values[first + n] as number)
  }
  return vector
}

function chosen(present: readonly number[], pooling: Pooling): readonly number[] {
  if (pooling === 'mean') return present
  return pooling === 'cls' ? present.slice(0, 1) : present.slice(-1)
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector)
  return length === 0 ? vector : vector.map((value) => value / length)
}

/** Vectors that are the sum of their words', whatever the text. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createStaticEmbedding } from './static-embedding.ts'

/** Four words along the axes of four dimensions. */
const words = ['sales', 'profit', 'margin', 'سود']
const model = createStaticEmbedding({
  name: 'test',
  dimensions: 4,
  rows: new Map(words.map((word, row) => [word, row])),
  scales: new Float32Array([1, 2, 1, 1]).map((scale) => scale / 127),
  values: Int8Array.from({ length: 16 }, (_, n) => (n % 5 === 0 ? 127 : 0)),
})
const vectorOf = (text: string) => [...model.embed(text).vector]
const rounded = (values: readonly number[]) => values.map((value) => Number(value.toFixed(3)))

describe('a text', () => {
  it('lies between its words, the weightier ones nearer', () => {
    expect(rounded(vectorOf('Sales and profit'))).toEqual([0.447, 0.894, 0, 0])
  })

  it('is read by the known parts of a word that is not known', () => {
    expect(vectorOf('marginprofit')).toEqual(vectorOf('margin profit'))
    expect(vectorOf('profitable')).toEqual(vectorOf('profit'))
  })

  it('without a known word has no direction', () => {
    expect(model.embed('the 12')).toEqual({ vector: new Float32Array(4), words: 1 })
  })
})

const text = fc
  .array(fc.oneof(fc.constantFrom(...words, ' ', 'profits'), fc.string({ unit: 'binary' })))
  .map((parts) => parts.join(' '))

it('gives a unit vector or none, the same each time', () => {
  fc.assert(
    fc.property(text, (given) => {
      const { vector } = model.embed(given)
      const length = Math.hypot(...vector)
      expect(length === 0 || Math.abs(length - 1) < 1e-5).toBe(true)
      expect(model.embed(given).vector).toEqual(vector)
    }),
  )
})

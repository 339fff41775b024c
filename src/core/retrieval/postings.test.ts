/** What is packed is read back, number by number. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { eachPosting, type PageLayout, packLayout, packPostings, unpackLayout } from './postings.ts'

const count = fc.nat({ max: 1_000_000 })
const postings = fc
  .uniqueArray(fc.record({ ordinal: count, body: count, heading: count }), {
    selector: ({ ordinal }) => ordinal,
  })
  .map((list) => list.sort((a, b) => a.ordinal - b.ordinal))

it('reads postings back from anywhere in a buffer', () => {
  fc.assert(
    fc.property(postings, fc.nat({ max: 8 }), (list, offset) => {
      const packed = packPostings(list)
      const buffer = new Uint8Array(packed.length + offset + 3).fill(0xff)
      buffer.set(packed, offset)
      const read: unknown[] = []
      eachPosting(buffer, offset, offset + packed.length, (ordinal, body, heading) => {
        read.push({ ordinal, body, heading })
      })
      expect(read).toEqual(list)
    }),
  )
})

const nibble = fc.nat({ max: 15 })
const page = fc.record({
  page: fc.integer({ min: 1, max: 500 }),
  statements: fc.tuple(nibble, nibble, nibble, nibble),
  boilerplate: fc.nat({ max: 3 }),
  chunkLengths: fc.array(count, { minLength: 1, maxLength: 20 }),
})
const pages = fc
  .uniqueArray(page, { selector: ({ page }) => page })
  .map((list): PageLayout[] => list.sort((a, b) => a.page - b.page))

it('reads the layout of pages and chunks back', () => {
  fc.assert(
    fc.property(pages, (list) => {
      expect(unpackLayout(packLayout(list))).toEqual(list)
    }),
  )
})

it('ends on cut bytes', () => {
  let visits = 0
  eachPosting(Uint8Array.of(0x80), 0, 1, () => {
    visits += 1
  })
  expect(visits).toBe(1)
})

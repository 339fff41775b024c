/** Ranges as pdf.js asks for them, and as anyone might. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { byteRange } from './byte-range.ts'

it('reads first-last, first-, and -length', () => {
  expect(byteRange('bytes=0-99', 1_000)).toEqual({ start: 0, end: 99 })
  expect(byteRange('bytes=900-', 1_000)).toEqual({ start: 900, end: 999 })
  expect(byteRange('bytes=-100', 1_000)).toEqual({ start: 900, end: 999 })
})

it('ends a range with the file', () => {
  expect(byteRange('bytes=900-5000', 1_000)).toEqual({ start: 900, end: 999 })
})

it('refuses what lies behind the end', () => {
  expect(byteRange('bytes=1000-', 1_000)).toBe('unsatisfiable')
  expect(byteRange('bytes=-0', 1_000)).toBe('unsatisfiable')
})

it.each([null, 'bytes=', 'bytes=-', 'lines=0-1', 'bytes=0-1,5-6', 'bytes=5-1'])('ignores %s', (header) => {
  expect(byteRange(header, 1_000)).toBe('whole')
})

it('never names a byte that the file does not have', () => {
  fc.assert(
    fc.property(fc.nat(5_000), fc.option(fc.nat(6_000)), fc.option(fc.nat(6_000)), (size, first, last) => {
      const range = byteRange(`bytes=${first ?? ''}-${last ?? ''}`, size)
      if (typeof range === 'string') return
      expect(range.start).toBeGreaterThanOrEqual(0)
      expect(range.end).toBeLessThan(size)
      expect(range.start).toBeLessThanOrEqual(range.end)
    }),
  )
})

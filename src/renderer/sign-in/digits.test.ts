import fc from 'fast-check'
import { expect, it } from 'vitest'
import { digitsOf } from './digits.ts'

it('reads a code in any of the digits that keyboards here write', () => {
  expect(digitsOf('417028')).toBe('417028')
  expect(digitsOf('۴۱۷۰۲۸')).toBe('417028')
  expect(digitsOf('٤١٧٠٢٨')).toBe('417028')
})

it('finds the code in what was pasted with it', () => {
  expect(digitsOf(' 417 028\n')).toBe('417028')
  expect(digitsOf('Your code: 417-028.')).toBe('417028')
})

it('never gives anything but up to six digits', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => /^[0-9]{0,6}$/.test(digitsOf(text))))
})

/** The settings tell an address on this computer from one elsewhere, since it decides what leaves it. */
import { expect, it } from 'vitest'
import { hostOf, isAddress, isOnThisComputer } from './address.ts'

it('takes full http addresses only', () => {
  expect(isAddress('http://127.0.0.1:11434/v1')).toBe(true)
  expect(isAddress('localhost:11434')).toBe(false)
  expect(isAddress('file:///etc/passwd')).toBe(false)
  expect(isAddress('')).toBe(false)
})

it('knows this computer by its own names only', () => {
  expect(isOnThisComputer('http://localhost:1234/v1')).toBe(true)
  expect(isOnThisComputer('http://[::1]:1234/v1')).toBe(true)
  expect(isOnThisComputer('http://127.0.0.1.example.com/v1')).toBe(false)
  expect(isOnThisComputer('http://192.168.0.4/v1')).toBe(false)
})

it('names the host with its port', () => {
  expect(hostOf('https://models.example:8443/v1')).toBe('models.example:8443')
})

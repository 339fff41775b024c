/** What people type for a server. */
import { expect, it } from 'vitest'
import { readAddress } from './address.ts'

it('takes a bare name as https, and this computer as http', () => {
  expect(readAddress(' docuchat.example.org ')).toEqual({ url: 'https://docuchat.example.org' })
  expect(readAddress('localhost:8080')).toEqual({ url: 'http://localhost:8080' })
  expect(readAddress('127.0.0.1:8080')).toEqual({ url: 'http://127.0.0.1:8080' })
})

it('takes the page that the browser shows for its server', () => {
  expect(readAddress('https://docuchat.example.org/app/?org=meridian#x')).toEqual({
    url: 'https://docuchat.example.org',
  })
})

it('refuses to sign in where others read along', () => {
  expect(readAddress('http://docuchat.example.org')).toEqual({ problem: 'insecure' })
})

it.each(['', 'meridian', 'ftp://docuchat.example.org', 'not an address', 'https://'])(
  'refuses “%s”',
  (typed) => {
    expect(readAddress(typed)).toEqual({ problem: 'bad' })
  },
)

/** Secrets of local web mode are for one use, or for as long as the server runs, and nothing in between. */
import { expect, it } from 'vitest'
import { createSessions } from './sessions.ts'

it('keeps earlier addresses good until they are used', () => {
  const sessions = createSessions()
  const [first, second] = [sessions.newToken(), sessions.newToken()]
  expect(sessions.isSession(sessions.exchange(second) ?? '')).toBe(true)
  expect(sessions.isSession(sessions.exchange(first) ?? '')).toBe(true)
  expect(sessions.exchange(first)).toBeUndefined()
})

it('takes a token for no session, and a session for no token', () => {
  const sessions = createSessions()
  const token = sessions.newToken()
  expect(sessions.isSession(token)).toBe(false)
  const session = sessions.exchange(token) ?? ''
  expect(sessions.exchange(session)).toBeUndefined()
  expect(sessions.isSession('')).toBe(false)
})

it('lets a ticket be used once, and soon', () => {
  let now = 0
  const sessions = createSessions(() => now)
  const [used, late] = [sessions.newTicket(), sessions.newTicket()]
  expect(sessions.useTicket(used)).toBe(true)
  expect(sessions.useTicket(used)).toBe(false)
  now = 60_000
  expect(sessions.useTicket(late)).toBe(false)
})

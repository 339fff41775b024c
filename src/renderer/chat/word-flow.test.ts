/** Streamed text reaches the screen by whole words, all of it and in order. */
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createWordFlow } from './word-flow.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const TICK = 50

it('holds back the word that is still being written', () => {
  const shown: string[] = []
  const flow = createWordFlow((text) => shown.push(text), TICK)
  flow.write('Revenue gr')
  vi.advanceTimersByTime(TICK)
  flow.write('ew 9')
  vi.advanceTimersByTime(TICK)
  expect(shown).toEqual(['Revenue ', 'grew '])
  flow.end()
  expect(shown.join('')).toBe('Revenue grew 9')
})

it('shows at most once a tick', () => {
  const show = vi.fn()
  const flow = createWordFlow(show, TICK)
  for (const word of ['a ', 'b ', 'c ', 'd ']) flow.write(word)
  expect(show).not.toHaveBeenCalled()
  vi.advanceTimersByTime(TICK)
  expect(show.mock.calls).toEqual([['a b c d ']])
})

it('shows the whole text in order, and before the end only whole words, however it was cut', () => {
  const cut = fc.array(
    fc.tuple(fc.constantFrom('net ', 'sales', '\n', ' [1]', 'رشد ', '|', ' x'), fc.nat(80)),
  )
  fc.assert(
    fc.property(cut, (pieces) => {
      const shown: string[] = []
      const flow = createWordFlow((text) => shown.push(text), TICK)
      for (const [text, pause] of pieces) {
        flow.write(text)
        vi.advanceTimersByTime(pause)
      }
      for (const text of shown) expect(text).toMatch(/\s$/)
      flow.end()
      expect(shown.join('')).toBe(pieces.map(([text]) => text).join(''))
    }),
  )
})

/** Readers of an answer that is being written see all of it, whenever they come and however slow they are. */
import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { AnswerEvent } from '../../contract/index.ts'
import { Recording } from './recording.ts'

const delta = (text: string): AnswerEvent => ({ type: 'delta', text })

it('gives every reader every event in order, from any moment and at any pace', async () => {
  const texts = fc.array(fc.string(), { maxLength: 20 })
  const readers = fc.array(fc.record({ joinsAfter: fc.nat(25), pause: fc.nat(2) }), {
    minLength: 1,
    maxLength: 5,
  })
  await fc.assert(
    fc.asyncProperty(texts, readers, fc.nat(2), async (written, reading, pace) => {
      const recording = new Recording(
        async function* () {
          for (const text of written) {
            for (let n = 0; n < pace; n++) await turn()
            yield delta(text)
          }
        },
        () => {},
      )
      const seen = await Promise.all(
        reading.map(async ({ joinsAfter, pause }) => {
          for (let n = 0; n < joinsAfter; n++) await turn()
          const events: AnswerEvent[] = []
          for await (const event of recording.follow()) {
            for (let n = 0; n < pause; n++) await turn()
            events.push(event)
          }
          return events
        }),
      )
      for (const events of seen) expect(events).toEqual(written.map(delta))
    }),
    { numRuns: 50 },
  )
})

it('goes on when every reader has left, and stops when it is told to', async () => {
  let reached = 0
  const recording = new Recording(
    async function* (signal) {
      while (!signal.aborted) {
        reached += 1
        yield delta('x')
        await turn()
      }
    },
    () => {},
  )
  for await (const _ of recording.follow()) break
  const before = reached
  for (let n = 0; n < 5; n++) await turn()
  expect(reached).toBeGreaterThan(before)
  recording.stop()
  await recording.finished
})

it('throws to its readers what the answer threw, after what had come', async () => {
  const recording = new Recording(
    async function* () {
      yield delta('first')
      throw new Error('broken')
    },
    () => {},
  )
  await recording.finished
  const events: AnswerEvent[] = []
  const following = (async () => {
    for await (const event of recording.follow()) events.push(event)
  })()
  await expect(following).rejects.toThrow('broken')
  expect(events).toEqual([delta('first')])
})

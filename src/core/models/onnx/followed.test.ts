/** One piece of work, any number of followers. */
import { expect, it } from 'vitest'
import { followed } from './followed.ts'

async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const values: T[] = []
  for await (const value of stream) values.push(value)
  return values
}
const never = () => new AbortController().signal

/** Work that is told from outside how far it is. */
function steered() {
  const ended = Promise.withResolvers<void>()
  let report: (progress: number) => void = () => {}
  let signal = never()
  let runs = 0
  const work = followed(0, (tell, aborted) => {
    runs += 1
    report = tell
    signal = aborted
    aborted.addEventListener('abort', () => ended.reject(new Error('stopped')))
    return ended.promise
  })
  return {
    work,
    report: (n: number) => report(n),
    finish: ended.resolve,
    isStopped: () => signal.aborted,
    runs: () => runs,
  }
}

it('runs once for all who follow, and ends for all of them', async () => {
  const { work, report, finish, runs } = steered()
  const first = collect(work.follow(never()))
  report(1)
  const second = collect(work.follow(never()))
  await new Promise(setImmediate)
  report(2)
  finish()
  expect((await first).at(-1)).toBe(2)
  expect(await second).toEqual([1, 2])
  expect(runs()).toBe(1)
})

it('goes on while one of them remains, and stops with the last', async () => {
  const { work, isStopped } = steered()
  const [one, other] = [new AbortController(), new AbortController()]
  const left = collect(work.follow(one.signal))
  const remaining = collect(work.follow(other.signal))
  one.abort()
  await expect(left).rejects.toMatchObject({ code: 'cancelled' })
  expect(isStopped()).toBe(false)
  other.abort()
  await expect(remaining).rejects.toMatchObject({ code: 'cancelled' })
  expect(isStopped()).toBe(true)
})

it('tells every follower why it failed', async () => {
  const work = followed(0, () => Promise.reject(new Error('no network')))
  await expect(collect(work.follow(never()))).rejects.toThrow('no network')
})

/** The queue on both databases: every job is done, one of a key at a time, and none is lost with its process. */
import { once } from 'node:events'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { describeOnEachDatabase } from '../../../test/services/database.ts'
import type { Database } from '../database/index.ts'
import { openQueue } from './queue.ts'

interface TestJob {
  readonly key: string
  readonly value: number
  readonly tenant?: string
}
const naming = { keyOf: (job: TestJob) => job.key, groupOf: (job: TestJob) => job.tenant ?? 'one' }

describeOnEachDatabase('a queue', (open) => {
  let database: Database
  beforeEach(async () => {
    database = await open()
  })
  afterEach(() => database.close())

  const openTestQueue = (handle: (job: TestJob, signal: AbortSignal) => Promise<void>, forget = false) =>
    openQueue<TestJob>(database, 'test', naming, (job, { signal }) => handle(job, signal), {
      concurrency: 2,
      forget,
      onError: () => {},
    })

  it('does every job, and runs one that is sent again while it runs once more behind it', async () => {
    const done: TestJob[] = []
    let running = 0
    let most = 0
    const gate = Promise.withResolvers<void>()
    const queue = await openTestQueue(async (job) => {
      most = Math.max(most, ++running)
      await gate.promise
      running -= 1
      done.push(job)
    })
    await queue.send({ key: 'a', value: 1 })
    await vi.waitUntil(() => running === 1)
    await queue.send({ key: 'a', value: 2 })
    gate.resolve()
    await vi.waitUntil(() => done.length === 2)
    expect(done.map((job) => job.value)).toEqual([1, 2])
    expect(most).toBe(1)
    await queue.close()
  })

  it('keeps one job of a key while it waits', async () => {
    const gate = Promise.withResolvers<void>()
    const done: string[] = []
    const queue = await openTestQueue(async (job) => {
      await gate.promise
      done.push(job.key)
    })
    // Both runners are taken, so that what follows waits.
    await queue.send({ key: 'first', value: 0 })
    await queue.send({ key: 'second', value: 0 })
    for (let value = 0; value < 5; value++) await queue.send({ key: 'third', value })
    gate.resolve()
    await vi.waitUntil(() => done.includes('third'))
    await queue.close()
    expect(done.filter((key) => key === 'third')).toHaveLength(1)
  })

  it('lets another tenant in among the next few of one with 200 jobs, and does all', async () => {
    // Only sends, as an API process does.
    const sender = await openQueue<TestJob>(database, 'test', naming, async () => {}, {
      ...{ concurrency: 0, forget: false, onError: () => {} },
    })
    for (let value = 0; value < 200; value++) await sender.send({ key: `a${value}`, value, tenant: 'a' })
    const done: string[] = []
    const gate = Promise.withResolvers<void>()
    const queue = await openTestQueue(async (job) => {
      done.push(job.key)
      if (done.length === 10) gate.resolve()
      if (done.length >= 10) await sent
    })
    const sent = gate.promise.then(() => sender.send({ key: 'b', value: 0, tenant: 'b' }))
    await vi.waitUntil(() => done.length === 201, { timeout: 20_000 })
    expect(done.indexOf('b')).toBeLessThan(15)
    await Promise.all([queue.close(), sender.close()])
  }, 30_000)

  it('gives a job back to another process at once when it closes, and counts no attempt', async () => {
    const first = await openTestQueue(async (_, signal) => {
      await untilAborted(_, signal)
      throw new Error('cut off')
    })
    await first.send({ key: 'a', value: 1 })
    await new Promise((resolve) => setTimeout(resolve, 300))
    await first.close()
    const attempts: boolean[] = []
    const second = await openQueue<TestJob>(
      database,
      'test',
      naming,
      async (_, { isLast }) => void attempts.push(isLast),
      { concurrency: 1, forget: false, onError: () => {} },
    )
    await vi.waitUntil(() => attempts.length > 0)
    expect(attempts).toEqual([false])
    await second.close()
  })

  it('forgets what a dead process left, when it is told to', async () => {
    const stuck = await openTestQueue(untilAborted)
    await stuck.send({ key: 'a', value: 1 })
    await stuck.send({ key: 'b', value: 1 })
    await stuck.send({ key: 'c', value: 1 })
    await stuck.close()
    const done: string[] = []
    const queue = await openTestQueue(async (job) => void done.push(job.key), true)
    await queue.send({ key: 'd', value: 2 })
    await vi.waitUntil(() => done.length > 0)
    await queue.close()
    expect(done).toEqual(['d'])
  })
})

async function untilAborted(_: TestJob, signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort')
}
